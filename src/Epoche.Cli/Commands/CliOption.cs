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

    /// <summary>One of several names, in small letters or as they are.</summary>
    /// <param name="name">Of the option.</param>
    /// <param name="description">Of the option.</param>
    /// <param name="known">The names; asked for when the option is used, as they may be those of an enumeration in a library.</param>
    public static Option<string?> Name(string name, string description, Func<string[]> known) =>
        new(name)
        {
            Description = description,
            HelpName = "NAME",
            CustomParser = result =>
            {
                string[] names = known();
                string? found = Array.Find(names, each => each.Equals(Token(result), StringComparison.OrdinalIgnoreCase));
                if (found is null)
                {
                    string all = string.Join(", ", names.Select(each => each.ToLowerInvariant()));
                    result.AddError($"{name} expects one of {all}; received '{Token(result)}'.");
                }

                return found;
            },
        };

    public static Option<int?> WholeNumber(string name, string description, int minimum = 1, int maximum = int.MaxValue) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                bool isWhole = ConfigNumber.TryWhole(Token(result), out Int128 value);
                if (isWhole && value >= minimum && value <= maximum)
                {
                    return (int)value;
                }

                bool isTooLarge = isWhole && value > maximum;
                string range = maximum == int.MaxValue && !isTooLarge ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
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

    public static Option<bool> Trust() =>
        Flag(
            "--trust",
            "Load the code that is named, a DLL, a C# file or Python, by the recipe or run too; without it "
            + "such code is refused");

    public static Option<string[]> Import() => Texts(
        "--import", "MODULE", "With a Python environment: import this module first, such as ale_py, which registers it; can be repeated");

    public static Option<bool> Json() =>
        Flag("--json", "Print the result as one JSON object, the last line of standard output; all else goes to standard error");

    private static string Token(ArgumentResult result) => result.Tokens[0].Value;
}
