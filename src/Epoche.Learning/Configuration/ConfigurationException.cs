namespace Epoche;

/// <summary>
/// A configuration (a recipe, a model description, a <c>--set</c> argument) cannot be used as written. The message says where it is,
/// what was expected and what was found; the properties say the same to a program.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>An error at a place of a configuration.</summary>
    /// <param name="message">What was expected and what was found; the place is put in front of it.</param>
    /// <param name="file">The file, or the argument, that holds the error.</param>
    /// <param name="line">The line, from 1; 0 where there is none, as in an argument.</param>
    /// <param name="column">The column, from 1; 0 where there is none.</param>
    /// <param name="key">
    /// The dotted path of the key, e.g. <c>optimizer.learning_rate</c>; empty where the error concerns the whole file.
    /// </param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ConfigurationException(
        string message, string file, int line = 0, int column = 0, string key = "", Exception? innerException = null)
        : base(Text(message, file, line), innerException)
    {
        File = file;
        Line = line;
        Column = column;
        Key = key;
    }

    /// <summary>The file, or the argument, that holds the error.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where there is none.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 where there is none.</summary>
    public int Column { get; }

    /// <summary>The dotted path of the key; empty where the error concerns the whole file.</summary>
    public string Key { get; }

    private static string Text(string message, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(file);
        return Shown.Cut($"{Shown.Quote(line > 0 ? $"{file}:{line}" : file)}: {Shown.Error(message)}", Shown.LongestMessage);
    }
}
