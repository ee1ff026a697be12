using System.CommandLine;
using System.CommandLine.Parsing;

namespace Epoche.Cli.Commands;

/// <summary>Options whose bad values are refused with what was expected and what came.</summary>
internal static class CliOption
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description, bool takesEmpty = false) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                // "--runs --json": the value was forgotten; a folder named "--json" helps nobody.
                if (Token(result).StartsWith("--", StringComparison.Ordinal))
                {
                    result.AddError($"{name} needs a value: {name} {helpName}; received the option {Token(result)}.");
                }

                if (Token(result).Length == 0 && !takesEmpty)
                {
                    result.AddError($"{name} needs a value: {name} {helpName}; received an empty text.");
                }

                return Token(result);
            },
        };

    public static Option<string[]> Texts(string name, string helpName, string description) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(t => t.Value)],
        };

    public static Option<int?> WholeNumber(string name, string description, int minimum = 1, int maximum = int.MaxValue) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                if (ConfigNumber.TryWhole(Token(result), out Int128 value) && value >= minimum && value <= maximum)
                {
                    return (int)value;
                }

                string range = maximum == int.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
                result.AddError($"{name} expects a whole number {range}, received '{Token(result)}'.");
                return null;
            },
        };

    public static Option<ulong?> Seed(string description) =>
        new("--seed")
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                if (ConfigNumber.TryWhole(Token(result), out Int128 value) && value >= 0 && value <= ulong.MaxValue)
                {
                    return (ulong)value;
                }

                result.AddError($"--seed expects a whole number from 0 to {ulong.MaxValue}, received '{Token(result)}'.");
                return null;
            },
        };

    public static Option<int?> Threads() =>
        WholeNumber("--threads", "How many threads compute (default: one per core); the result is the same for any number", maximum: 1024);

    public static Option<bool> Json() =>
        Flag("--json", "Print the result as one JSON object, the last line of standard output; all else goes to standard error");

    private static string Token(ArgumentResult result) => result.Tokens[0].Value;
}
