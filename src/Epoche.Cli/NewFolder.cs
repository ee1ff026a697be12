namespace Epoche.Cli;

/// <summary>Makes folders that a user has named.</summary>
internal static class NewFolder
{
    /// <param name="path">The folder; nothing happens where it is there.</param>
    /// <param name="advice">What to do where it cannot be made.</param>
    /// <exception cref="CliException">It cannot be made.</exception>
    public static void Make(string path, string advice)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string? file = Path.GetFullPath(path);
            while (file is not null && !File.Exists(file))
            {
                file = Path.GetDirectoryName(file);
            }

            // Of a folder that may not be written into, .NET says that something in it is not there.
            string reason = file is not null ? $"'{file}' is a file" : exception is UnauthorizedAccessException ? exception.Message.TrimEnd('.') : $"'{Path.GetDirectoryName(Path.GetFullPath(path))}' takes no new folder";
            throw new CliException($"The folder '{path}' cannot be made: {reason}.\n  {advice}", ExitCode.Failure, exception);
        }
    }
}
