namespace AiSre.Api.Errors;

/// <summary>
/// A refusal from where no value can be returned: while the parameters of an endpoint are bound. The edge answers with its problem.
/// </summary>
internal sealed class RefusedException(ProblemResult problem) : Exception(problem.Detail)
{
    public ProblemResult Problem => problem;
}
