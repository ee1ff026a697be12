namespace Epoche;

/// <summary>Messages of exceptions as a person reads them.</summary>
internal static class ErrorText
{
    /// <summary>The exception's message without the name of the parameter that .NET appends, which says nothing to a user.</summary>
    public static string Of(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
}
