"""One run with every verdict, hostile text, a witness and conditions: what each renderer is held against."""

from derive.results import (
    ClaimRow,
    DefinitionResult,
    DerivationResult,
    Enough,
    NearestTrue,
    Result,
    RunError,
    RunResult,
    SourceResult,
    StepResult,
    ThirdOpinion,
    Witness,
)
from derive.verdict import Reason, Verdict

V = Verdict
TOOL = (("derive", "0.0"), ("python", "3.11"))


def step(index, lhs, rhs, result, expected=V.PROVED, *, passed=None, relation="=", **more):
    met = (result.verdict is expected) if passed is None else passed
    return StepResult(index, lhs, relation, rhs, result, expected, met, more.pop("trivial", False), **more)


def chain(name, title, verdict, steps, *, line=10, claims=(), assumptions=(), unused=(), definitions=(), **source):
    place = SourceResult(source.pop("path", "examples/script.py"), line, **source)
    return DerivationResult(
        name, title, claims, place, verdict, all(s.passed for s in steps), assumptions, unused, steps, definitions
    )


SOFTMAX = chain(
    "softmax_jacobian",
    "Softmax Jacobian: ∂s_i/∂z_j = s_i(δ_ij − s_j)",
    V.PROVED,
    (
        step(
            1,
            r"\frac{\partial s_{i}}{\partial z_{j}}",
            r"\frac{e^{z_{i}}}{\sum_{k=1}^{n} e^{z_{k}}} \left(\delta_{ij} - \frac{e^{z_{j}}}{\sum_{k=1}^{n} e^{z_{k}}}\right)",
            Result(V.PROVED, second_opinion="evaluated exactly at n = 1, 2, 3", laws=("δ contraction", "Σ linearity")),
            by="quotient rule",
            line=12,
            third_opinion=ThirdOpinion("agrees", ""),
            written=(r"\top x", r"\input{x} <b>"),
            warnings=("the reason “quotient rule” is not needed", "<b>50%</b> & \\input{x} $y"),
        ),
        step(
            2,
            r"\frac{e^{z_{i}}}{\sum_{k=1}^{n} e^{z_{k}}} \left(\delta_{ij} - \frac{e^{z_{j}}}{\sum_{k=1}^{n} e^{z_{k}}}\right)",
            r"s_{i} \left(\delta_{ij} - s_{j}\right)",
            Result(V.PROVED, uses=(r"\sum_{k=1}^{n} y_{k} = 1",)),
            by="fold s",
            line=13,
            column=5,
            trivial=True,
            from_sympy=True,
        ),
    ),
    claims=("D0.16", "D0.19"),
    assumptions=(r"\sum_{k=1}^{n} y_{k} = 1", r"T > 0"),
    unused=("T > 0",),
    definitions=(
        DefinitionResult("s", 1, r"s_{i} = \frac{e^{z_{i}}}{\sum_{k=1}^{n} e^{z_{k}}}"),
        DefinitionResult("<Z>&", 0, r"<Z>& = \input{x}"),
    ),
    document="softmax.tex",
    document_line=44,
    latex=r"\frac{\partial s_i}{\partial z_j} = s_i(\delta_{ij}-s_j) % & _",
)
LIMIT = chain(
    "kd_gradient_is_quadratic",
    None,
    V.REFUTED,
    (
        step(
            1,
            r"\lim_{T \to \infty} \frac{\partial L_{\mathrm{soft}}}{\partial z_{i}}",
            r"\frac{\left(z_{i} - v_{i}\right)^{2}}{2}",
            Result(
                V.REFUTED,
                Reason.COUNTEREXAMPLE,
                "the sides differ",
                witness=Witness((("n", 2),), (("z_{1}", "1/2"), ("v_{1}", "0")), "0", "1/8"),
            ),
            V.REFUTED,
            nearest_true=NearestTrue(
                r"\lim_{T \to \infty} \frac{\partial L_{\mathrm{soft}}}{\partial z_{i}}", "=", "0", V.PROVED
            ),
            line=21,
            repairs=(
                NearestTrue(
                    r"\lim_{T \to \infty} \frac{\partial L_{\mathrm{soft}}}{\partial z_{i}}", "=", "0", V.PROVED
                ),
                NearestTrue("z_{i}", "≤", "z_{i} + 1", V.PROVED, r"<b>$\frac{1}{2}$ lost</b> & 50% \input{x}"),
            ),
            third_opinion=ThirdOpinion("cannot", "SymPy <stops> with 50% & \\input{x}"),
        ),
    ),
    line=20,
    claims=("D0.32",),
    definitions=(DefinitionResult("L_soft", 0, r"L_{\mathrm{soft}} = x"), DefinitionResult("s", 1, "s_{i} = z_{i}")),
    document="softmax.tex",
    document_line=60,
)
HOSTILE = chain(
    r"hostile <script>\input{x}",
    "<script>alert('1')</script> & \"q\" \\input{/etc/passwd} 50% a_b #1 $x$ ^~ \x1b[31m\n café Ω 漢 {--}",
    V.INTERNAL_ERROR,
    (
        step(1, "a", "b", Result(V.REFUTED, Reason.COUNTEREXAMPLE, witness=Witness((), (), "1", "2")), line=31),
        step(
            2,
            r"\log \left(x y\right)",
            r"\log x + \log y",
            Result(
                V.CONDITIONAL,
                Reason.DEFINEDNESS,
                "x > 0 is not known",
                conditions=("x > 0", r"y > 0"),
                enough=Enough(("x > 0",), ("Gt(x, 0)", "<b>%"), Witness((), (("x", "1"),), "0", "0")),
                true_iff=r"x > 0 \;\text{for all } x",
                residual=r"\log \left(x y\right) - \log z",
            ),
        ),
        step(
            3,
            "z_{i}",
            "z_{j}",
            Result(V.ILL_FORMED, Reason.FREE_INDEX, "j is free on the right side only"),
            relation="≤",
        ),
        step(
            4,
            r"\input{/etc/passwd}",
            "x % y",
            Result(V.UNDECIDED, Reason.BUDGET, "</p><img src=x onerror=alert(1)>"),
            relation="→",
        ),
        step(5, "<b>a</b>", r"\href{javascript:alert(1)}{x}", Result(V.NOT_UNDERSTOOD, message=r"\end{document}")),
        step(6, "a_b_c", "Ω", Result(V.INTERNAL_ERROR, Reason.DISAGREEMENT, "prover and second opinion disagree")),
        step(7, "f", "x^{2}", Result(V.DEFINITION), passed=True),
        step(8, "y", "1", Result(V.ASSUMPTION), passed=True),
        step(9, "x", "x", Result(V.PROVED), V.REFUTED),
        step(
            10,
            "x",
            "2 x",
            Result(V.REFUTED),
            V.REFUTED,
            passed=False,
            relation="not for all",
            nearest_true=NearestTrue("x", "=", "3 x", V.REFUTED),
        ),
    ),
    line=30,
    path="examples/<b>&%_.py",
    claims=("D1.1 <i>", "100%_&"),
)
UNDECIDED = chain(
    "open_question", "Still open", V.UNDECIDED, (step(1, "u", "v", Result(V.UNDECIDED, Reason.UNSUPPORTED)),), line=None
)

RUN = RunResult(
    (SOFTMAX, LIMIT, HOSTILE, UNDECIDED),
    (
        RunError("a/<broken>_&%.py", 3, "not valid Python: '(' was never closed; correct the line"),
        RunError("gone.py", None, "no such file"),
    ),
    (("softmax_jacobian", 0.25), ("total", 0.5)),
)
CLAIMS = (
    ClaimRow(
        "D0.16",
        "softmax.tex",
        ((44, 46),),
        "identity",
        ("T",),
        None,
        r"\frac{\partial s_i}{\partial z_j}",
        ("softmax_jacobian",),
    ),
    ClaimRow(
        "D0.32",
        "softmax.tex",
        ((60, 60), (62, 64)),
        "limit",
        ("F", "T"),
        "<i>it</i> tends to 0 & 50% \\input{x}",
        r"\input{x} % <b>",
        ("kd_gradient_is_quadratic", "softmax_jacobian"),
    ),
    ClaimRow("D0.40", "softmax.tex", (), "prose", ("F",), None, "x", ()),
)
