namespace Epoche;

/// <summary>
/// Gets MNIST's files, makes sure that they are the original ones, and keeps them. A server may take 10 minutes for a file of at most
/// 16 MiB, be silent for 30 seconds, and redirect 5 times, to http and https alone, and from https to https; what it began to send is not
/// kept.
/// </summary>
public static class MnistDownload
{
    /// <summary>Gets what is missing. A file appears under its name when it is complete and verified, not before.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="source">The address of the folder that holds them, with a slash at its end: http, https or file.</param>
    /// <param name="report">Receives a line for each file; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The address is relative, or of another scheme.</exception>
    /// <exception cref="ExperimentException">A file is not available; the message says what else can be done.</exception>
    /// <exception cref="DataFormatException">What came is not the original file; it is not kept.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the files that are complete stay.</exception>
    public static void Run(string folder, Uri source, Action<string>? report = null, CancellationToken cancellation = default) =>
        Run(folder, source, new DownloadLimits(), report, cancellation);

    internal static void Run(
        string folder, Uri source, DownloadLimits limits, Action<string>? report = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(source);
        if (!source.IsAbsoluteUri || source.Scheme is not ("http" or "https" or "file"))
        {
            throw new ArgumentException(
                $"MNIST comes from a folder's address of http, https or file, such as https://example.org/mnist/; received '{source}'.",
                nameof(source));
        }

        Make(folder);
        foreach (string name in Mnist.FileNames)
        {
            string path = Path.Combine(folder, name + ".gz"), plain = Path.Combine(folder, name);
            string? there = File.Exists(plain) ? plain : File.Exists(path) ? path : null;
            if (there is null)
            {
                Get(folder, source, name, path, limits, cancellation);
            }
            else
            {
                RequireOriginal(there, name);
            }

            string file = there ?? path, what = there is null ? "downloaded and verified" : "was there, verified";
            report?.Invoke($"{Path.GetFileName(file),-30} {Format.Count(new FileInfo(file).Length),12} bytes  {what}");
        }
    }

    private static void RequireOriginal(string path, string name)
    {
        try
        {
            Mnist.ReadVerified(path, name);
        }
        catch (DataFormatException exception)
        {
            string message = $"{exception.Message}\n  Remove {path}, then run the command again, which downloads it.";
            throw new ExperimentException(message, ExperimentProblem.Failure, exception);
        }
    }

    private static void Make(string folder)
    {
        try
        {
            NewFolder.Make(folder);
        }
        catch (IOException exception)
        {
            string advice = $"Choose another by --out DIR, or by {Mnist.DataVariable}, whose folder mnist is filled where it is set.";
            throw new ExperimentException($"{exception.Message}\n  {advice}", ExperimentProblem.Failure, exception);
        }
    }

    private static void Get(
        string folder, Uri source, string name, string path, DownloadLimits limits, CancellationToken cancellation)
    {
        Uri address = new(source, name + ".gz");
        string aside = "";
        try
        {
            AtomicFile.DeleteLeftovers(folder);
            aside = AtomicFile.WriteBeside(path, file => Download.Copy(address, file, limits, cancellation));
            try
            {
                Mnist.ReadVerified(aside, name);
            }
            catch (DataFormatException exception)
            {
                throw new DataFormatException(address.ToString(), exception.Where, exception.Expected, exception.Found, exception);
            }

            AtomicFile.Rename(aside, path);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ExperimentException(
                $"{address} is not available: {exception.Message}\n  Without a network: put "
                    + $"{string.Join(", ", Mnist.FileNames.Select(n => n + ".gz"))} into '{folder}', "
                + $"give another address with --from URL, or set {Mnist.DataVariable}. The recipe digits-conv needs no files.",
                ExperimentProblem.Failure);
        }
        finally
        {
            AtomicFile.TryDelete(aside);
        }
    }
}
