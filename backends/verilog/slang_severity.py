"""Which of slang's checks are shown, and how loudly.

Errors are those slang's own driver reports as errors, including the ones it lets be relaxed. Of the warnings only those are
shown that point at a likely fault; unused and never-driven objects are hints, and matters of taste are left out.
"""

from __future__ import annotations

from backends.outcome import Severity

RELAXABLE_ERRORS = frozenset(
    """BadProceduralForce BareAssociativePattern CannotIndexScalar ClockVarTargetAssign ConcatWithStringInt CrossIdentInBinsof
    DPIPureTask DigitsLeadingUnderscore DuplicateDefinition DynamicNotProcedural ForeachCallExpr FormatEmptyArg
    FormatTooManyArgs IndexOOB InitializerRequired MemberImplNotFound
    MisplacedTrailingSeparator MixedVarAssigns MultipleAlwaysAssigns MultipleContAssigns NonstandardConstraintBlock
    NonstandardHierarchicalCross NonstandardInside NonstandardStringConcat PackageImportInClass ParameterDoesNotExist
    QualifiersOnOutOfBlock RangeOOB RangeSelectReversed RangeWidthOOB Redefinition RedefinitionDifferentType
    RefArgAutomaticFunc RefArgForkJoin SolveBeforeDisallowed SpecifyPathConditionExpr SplitDistWeightOp
    StringConstraintExpr UnknownSystemName VirtualArgNameMismatch""".split()
)
"""slang gives these a warning's option name, but its driver reports them as errors by default."""

WARNINGS = frozenset(
    """BadFinishNum BitwiseRelPrecedence CaseDup CaseGenerateDup CaseGenerateNoBlock CaseNone CaseNotWildcard CaseOutsideRange
    CaseOverlap CaseTypeMismatch CaseUnreachable CaseWildcard2State CaseZWithX ColonPlusRange ConsecutiveComparison
    ConstantConversion DanglingElse DivisionByZero DupConfigRule DuplicateDefparam DuplicateImport EmptyBody EmptyInputPortConn
    EventExpressionConstant ForkLoopVar FormatRealInt ImplicitNet ImplicitNetPortNoDefault IncompleteReturn InferredComb InferredLatch
    InitSelf InputPortCoercion InvalidEncodingByte InvalidUTF8Seq LogicalNotParentheses LoopCondNotModified LoopVarModify
    MisleadingIndentation MissingElseClause MissingFormatSpecifier MissingReturn MultiBitEdge MultiWriteExpr NestedBlockComment
    NetInconsistent NetRangeInconsistent NonStandardGenBlock NonblockingInFinal NonstandardSysFunc NullPort OutputPortCoercion
    PortWidthExpand PortWidthTruncate RawProtectEOF ReadWriteExpr RedefiningMacro ReversedValueRange SeqNoMatch
    ShiftCountNegative ShiftCountOverflow SignedIntegerOverflow SignednessNoEffect StaticInitOrder StaticInitValue
    StaticInitializerMustBeExplicit UnassignedVariable UnconnectedInputPort UnconnectedInOutPort UndrivenNet UndrivenPort
    UnknownEscapeCode UnsignedArithShift UnsizedInConcat UpwardHierarchicalName VectorLiteralOverflow WarningTask
    WidthTruncate""".split()
)

HINTS = frozenset(
    """CaseComplex CaseIncomplete ConditionalPrecedence EmptyOutputPortConn EmptyStatement ProtectedEnvelope SignCompare
    SignedLogicalShift UnconnectedOutputPort UnusedButSetNet UnusedButSetPort UnusedButSetVariable
    UnusedGenvar UnusedImplicitNet UnusedNet UnusedParameter UnusedPort UnusedResult UnusedSubroutine UnusedTypedef
    UnusedVariable""".split()
)

TAKEN_BY_TOOLS = {"ImplicitNamedPortTypeMismatch": Severity.WARNING, "MissingTimeScale": Severity.HINT}
"""Errors by the standard (23.3.2.4, 3.14.2.3) that every simulator takes: a ``bit`` clock at a ``logic`` port under ``.*``, and a
design of which only some files have a time scale."""

DEPENDS_ON_PARAMETERS = frozenset(
    """IndexOOB RangeOOB RangeWidthOOB ReplicationZeroOutsideConcat ValueMustBePositive ValueMustNotBeNegative
    ValueMustNotBeUnknown""".split()
)
"""In a module that nothing in sight instantiates these may come from the default values of its parameters alone, which
often are placeholders; the simulators warn of them."""

LIMITS = frozenset(
    """ConstEvalExceededMaxCallDepth ConstEvalExceededMaxSize ConstEvalExceededMaxSteps MaxGenerateStepsExceeded
    MaxInstanceArrayExceeded""".split()
)
"""The static tier stopped early, on purpose: the confirmed tools decide whether the design is too large."""

SPOILED_BY_SYNTAX_ERRORS = frozenset(
    """CaseIncomplete IncompleteReturn InferredComb InferredLatch MissingReturn UnassignedVariable UnconnectedInputPort
    UnconnectedOutputPort UndrivenNet UndrivenPort UnusedButSetNet UnusedButSetPort UnusedButSetVariable UnusedGenvar
    UnusedImplicitNet UnusedNet UnusedParameter UnusedPort UnusedSubroutine UnusedTypedef UnusedVariable
    EmptyStatement DanglingElse MisleadingIndentation""".split()
)
"""Not shown beside a syntax error, whose skipped text is the likeliest reason for them."""


def shown_severity(code: str, engine_severity: Severity | None) -> Severity | None:
    """How loudly a check is shown; ``None`` when it is not. ``engine_severity`` is what slang's engine says, ``None`` for ignored."""
    if code in LIMITS:
        return Severity.INFORMATION
    if code in TAKEN_BY_TOOLS:
        return TAKEN_BY_TOOLS[code]
    if code in RELAXABLE_ERRORS:
        return Severity.ERROR
    if engine_severity is Severity.ERROR:
        return Severity.ERROR
    if code in WARNINGS:
        return Severity.WARNING
    if code in HINTS:
        return Severity.HINT
    return None
