using System.CommandLine;
using System.CommandLine.Parsing;

namespace Epoche.Cli.Commands;

/// <summary>Words the parser did not understand, said in one sentence with the likely fix.</summary>
internal static class ParseErrors
{
    /// <summary>The first thing wrong with a call; null where nothing is.</summary>
    public static CliException? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = PathOf(command);
        string see = $"\n  See: {path} --help";
        // An unknown option where a word is still due is taken for that word: 'train --bogus' is not a recipe.
        if (Arguments(parsed).Where(IsOption).Concat(parsed.UnmatchedTokens).FirstOrDefault() is { } word)
        {
            return new CliException(Unmatched(word, command, path) + see);
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (command.Subcommands.Count > 0)
        {
            return new CliException(
                $"'{path}' needs one of its commands: {string.Join(", ", command.Subcommands.Select(c => c.Name))}.{see}");
        }

        ParseError error = parsed.Errors[0];
        string message = error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option =>
                $"{option.Option.Name} needs a value: {option.Option.Name} {option.Option.HelpName}.",
            ArgumentResult { Tokens.Count: 0, Parent: CommandResult } argument =>
                $"'{path}' needs {argument.Argument.HelpName ?? argument.Argument.Name}: {argument.Argument.Description}.",
            _ => error.Message,
        };
        return new CliException(message + see);
    }

    private static IEnumerable<string> Arguments(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static string Unmatched(string word, Command command, string path)
    {
        if (IsOption(word))
        {
            IEnumerable<Option> inherited = Ancestors(command).SelectMany(c => c.Options).Where(o => o.Recursive);
            return $"'{path}' has no option '{word}'.{NearestHint.For(word, command.Options.Concat(inherited).Select(o => o.Name))}";
        }

        if (command.Subcommands.Count > 0)
        {
            if (command is RootCommand && RecipeCatalog.Names.Contains(word))
            {
                return $"'{path}' has no command '{word}'. Did you mean '{path} train {word}'?";
            }

            return $"'{path}' has no command '{word}'.{NearestHint.For(word, command.Subcommands.Select(c => c.Name))}";
        }

        return $"'{path}' does not expect the word '{word}'{Expected(command)}.";
    }

    private static string Expected(Command command) =>
        command.Arguments.Count == 0 ? "" : $" after {string.Join(' ', command.Arguments.Select(a => a.HelpName ?? a.Name))}";

    private static string PathOf(Command command) =>
        string.Join(' ', Ancestors(command).Reverse().Append(command).Select(c => c is RootCommand ? "epoche" : c.Name));

    private static IEnumerable<Command> Ancestors(Command command)
    {
        while (command.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            yield return parent;
            command = parent;
        }
    }
}
