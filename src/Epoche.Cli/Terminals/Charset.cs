using System.Text;

namespace Epoche.Cli.Terminals;

/// <summary>
/// In which bytes text leaves the process: UTF-8 without a mark wherever a file or a program gets it, whatever the machine's code page is,
/// and on a console too. A console that has another one gets what that can hold, and plain words for the rest.
/// </summary>
internal static class Charset
{
    /// <summary>UTF-8 without a mark in front.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>That of standard output, or standard error; a console of Windows is switched to UTF-8 first.</summary>
    /// <param name="isRedirected">Whether a file or a program gets it.</param>
    public static Encoding OfProcess(bool isRedirected)
    {
        if (!isRedirected && OperatingSystem.IsWindows())
        {
            try
            {
                Console.OutputEncoding = Utf8;
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // It stays with its code page.
            }
        }

        return Of(isRedirected, Console.OutputEncoding);
    }

    /// <summary>That of an output, by what its console has.</summary>
    /// <param name="isRedirected">Whether a file or a program gets it, and not the console.</param>
    /// <param name="console">The encoding of the console.</param>
    public static Encoding Of(bool isRedirected, Encoding console)
    {
        if (isRedirected || console.CodePage == Utf8.CodePage || console.Preamble.Length > 0)
        {
            return Utf8;
        }

        PlainWords words = new();
        return CodePagesEncodingProvider.Instance.GetEncoding(console.CodePage, words, DecoderFallback.ReplacementFallback)
            ?? Encoding.GetEncoding(console.CodePage, words, DecoderFallback.ReplacementFallback);
    }
}
