using Epoche.Simulation;

namespace Epoche;

/// <summary>A rule that every environment must keep, with why it is one.</summary>
public sealed class EnvironmentRule
{
    private readonly Func<EnvironmentSubject, string> _check;

    internal EnvironmentRule(string name, string statement, Func<EnvironmentSubject, string> check)
    {
        Name = name;
        Statement = statement;
        _check = check;
    }

    /// <summary>One word, for lists and programs: <c>seed</c>.</summary>
    public string Name { get; }

    /// <summary>The rule in a sentence: <c>A seed fixes every number</c>.</summary>
    public string Statement { get; }

    /// <summary>What becomes of training where the rule is broken.</summary>
    public required string Meaning { get; init => field = value ?? throw new ArgumentNullException(nameof(Meaning)); }

    /// <summary>Where the mistake most often lies.</summary>
    public required string LikelyFix { get; init => field = value ?? throw new ArgumentNullException(nameof(LikelyFix)); }

    /// <summary>Whether a broken rule is only worth a warning: some environments are meant to be so.</summary>
    public bool OnlyWarns { get; init; }

    /// <summary>Checks an environment against this rule. An exception that the environment throws breaks the rule too.</summary>
    public EnvironmentFinding Check(EnvironmentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        try
        {
            return new(this, CheckOutcome.Passed, _check(subject));
        }
        catch (BrokenRuleException exception)
        {
            return new(this, OnlyWarns ? CheckOutcome.Warning : CheckOutcome.Failed, exception.Message);
        }
        catch (Exception exception)
        {
            return new(this, CheckOutcome.Failed, Describe(exception));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Describe(Exception exception)
    {
        string where = exception.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } frame ? $" ({frame})" : "";
        return $"It threw {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}{where}";
    }
}
