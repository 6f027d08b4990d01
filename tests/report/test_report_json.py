"""The JSON interface: golden bytes, and the schema in the package."""

import json
from dataclasses import fields
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from derive.report import jsonout
from derive.results import RunResult, StepResult
from derive.verdict import Verdict


@pytest.fixture
def schema():
    return json.loads(files("derive").joinpath("report/schema/result-1.json").read_text(encoding="utf-8"))


def test_golden(run, tool, golden):
    golden("report.json", jsonout.render(run, tool=tool))


@pytest.mark.parametrize("timings", [False, True])
def test_fits_schema(run, tool, schema, timings):
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(jsonout.render(run, tool=tool, timings=timings)))


def test_empty_run_fits_schema(tool, schema):
    Draft202012Validator(schema).validate(jsonout.document(RunResult(()), tool=tool))


def test_schema_names_every_key_written(run, tool, schema):
    """No key is written that the schema does not describe."""

    def strict(node):
        if isinstance(node, dict):
            inner = {key: strict(value) for key, value in node.items()}
            if "properties" in inner and "required" in inner:
                inner["additionalProperties"] = False
            return inner
        return [strict(item) for item in node] if isinstance(node, list) else node

    Draft202012Validator(strict(schema)).validate(jsonout.document(run, tool=tool, timings=True))
    assert schema["$defs"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]


def test_timings_stand_alone(run, tool):
    """With timings removed, a timed document is the untimed one."""
    timed = jsonout.document(run, tool=tool, timings=True)
    assert timed.pop("timings") == {"softmax_jacobian": 0.25, "total": 0.5}
    assert timed == jsonout.document(run, tool=tool)


def test_every_field_of_a_step_is_written(run, tool):
    """All but `written`, which is there only for sides that are vectors or matrices."""
    written = set(jsonout.document(run, tool=tool)["derivations"][0]["steps"][0])
    assert {field.name for field in fields(StepResult)} - {"result", "written"} <= written
