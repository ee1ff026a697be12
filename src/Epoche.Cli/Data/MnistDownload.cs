namespace Epoche.Cli.Data;

/// <summary>Gets MNIST's files, makes sure that they are the original ones, and keeps them.</summary>
/// <param name="folder">Where to.</param>
/// <param name="source">The address of the folder that holds them: http, https or file.</param>
/// <param name="messages">Told what happens.</param>
internal sealed class MnistDownload(string folder, Uri source, TextWriter messages)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Gets what is missing. A file appears under its name when it is complete and verified, not before.</summary>
    /// <exception cref="CliException">A file cannot be had; the message says what else can be done.</exception>
    /// <exception cref="DataFormatException">What came is not the original file; it is not kept.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the files that are complete stay.</exception>
    public void Run(CancellationToken cancellation)
    {
        NewFolder.Make(folder, $"Choose another by --out DIR, or by {Mnist.DataVariable}, whose folder mnist is filled where it is set.");
        foreach (string name in Mnist.FileNames)
        {
            string path = Path.Combine(folder, name + ".gz"), plain = Path.Combine(folder, name);
            string? there = File.Exists(plain) ? plain : File.Exists(path) ? path : null;
            if (there is null)
            {
                Get(name, path, cancellation);
            }
            else
            {
                RequireOriginal(there, name);
            }

            messages.WriteLine($"{Path.GetFileName(there ?? path),-30} {Format.Count(new FileInfo(there ?? path).Length),12} bytes  {(there is null ? "downloaded and verified" : "was there, verified")}");
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
            throw new CliException($"{exception.Message}\n  Remove {path}, and run the command again: it gets the file anew.", ExitCode.Failure, exception);
        }
    }

    private void Get(string name, string path, CancellationToken cancellation)
    {
        Uri address = new(source, name + ".gz");
        string aside = Path.Combine(folder, $".{name}.{Environment.ProcessId}.part");
        try
        {
            using (FileStream file = new(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                Copy(address, file, cancellation);
            }

            try
            {
                Mnist.ReadVerified(aside, name);
            }
            catch (DataFormatException exception)
            {
                throw new DataFormatException(address.ToString(), exception.Where, exception.Expected, exception.Found, exception);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new CliException(
                $"{address} cannot be had: {exception.Message}\n  Without a network: put {string.Join(", ", Mnist.FileNames.Select(n => n + ".gz"))} into '{folder}', "
                + $"give another address with --from URL, or set {Mnist.DataVariable}. The recipe digits-conv needs no files.",
                ExitCode.Failure);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Copy(Uri address, FileStream file, CancellationToken cancellation)
    {
        if (address.IsFile)
        {
            using FileStream from = File.OpenRead(address.LocalPath);
            from.CopyTo(file, BufferSize);
            return;
        }

        using HttpClient client = new();
        using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using Stream body = response.Content.ReadAsStream(cancellation);
        body.CopyToAsync(file, BufferSize, cancellation).GetAwaiter().GetResult();
    }
}
