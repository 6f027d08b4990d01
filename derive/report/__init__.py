"""Renderers: results in, text out. One renderer per file; each reads only the records of `derive.results`."""
