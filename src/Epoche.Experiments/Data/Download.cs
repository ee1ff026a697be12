using System.Globalization;
using System.Net;

namespace Epoche.Experiments;

/// <summary>What a server may cost.</summary>
internal sealed record DownloadLimits
{
    /// <summary>The most bytes of a file.</summary>
    public int MostBytes { get; init; } = 1 << 24;

    /// <summary>The most redirects.</summary>
    public int MostRedirects { get; init; } = 5;

    /// <summary>How long it may be silent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a file may take.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Copies a file from an address: no longer, in no more time and from nowhere else than it may be.</summary>
internal static class Download
{
    private const int BufferSize = 1 << 16;

    /// <exception cref="IOException">It cannot be read, or the server goes beyond a limit; the message says which.</exception>
    /// <exception cref="HttpRequestException">The server is not there, or refuses.</exception>
    /// <exception cref="DataFormatException">A local file is longer than it may be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Copy(Uri address, Stream file, DownloadLimits limits, CancellationToken cancellation)
    {
        if (address.IsFile)
        {
            using FileStream from = ReadableFile.Open(address.LocalPath, limits.MostBytes);
            from.CopyTo(file, BufferSize);
            return;
        }

        using CancellationTokenSource total = new(limits.Total);
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellation);
        try
        {
            CopyAsync(address, file, limits, silence).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested
            && exception is OperationCanceledException or IOException or HttpRequestException)
        {
            string problem = total.IsCancellationRequested
                ? $"it was not there after {Seconds(limits.Total)} seconds"
                : $"the server sent nothing for {Seconds(limits.Silence)} seconds";
            throw new IOException($"{problem}.", exception);
        }
        catch (HttpRequestException exception)
            when (exception is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner })
        {
            throw new IOException(
                Shown.Message($"{inner.Message} The certificates of a Linux system are its package ca-certificates."), exception);
        }
    }

    private static async Task CopyAsync(Uri address, Stream file, DownloadLimits limits, CancellationTokenSource silence)
    {
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using HttpResponseMessage response = await Ask(client, address, limits, silence).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        RequireShort(response.Content.Headers.ContentLength ?? 0, limits);
        byte[] buffer = new byte[BufferSize];
        long got = 0;
        Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            while (true)
            {
                silence.CancelAfter(limits.Silence);
                int read = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                got += read;
                RequireShort(got, limits);
                file.Write(buffer, 0, read);
            }
        }
    }

    /// <summary>Follows redirects by itself: the base library's are not limited to where they may lead.</summary>
    private static async Task<HttpResponseMessage> Ask(
        HttpClient client, Uri address, DownloadLimits limits, CancellationTokenSource silence)
    {
        for (int redirects = 0; ; redirects++)
        {
            if (address.Scheme == Uri.UriSchemeHttps && !OpenSsl.IsUsable)
            {
                throw new IOException(OpenSsl.Missing);
            }

            silence.CancelAfter(limits.Silence);
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token)
                .ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            bool isAllowed = Uri.TryCreate(address, location, out Uri? next) && (next.Scheme == Uri.UriSchemeHttps
                || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp));
            if (!isAllowed)
            {
                string followed = address.Scheme == Uri.UriSchemeHttp ? "http and https" : "https";
                string where = location.OriginalString;
                throw new IOException(Shown.Message($"the server redirects to '{where}'; only redirects to {followed} are followed."));
            }

            if (redirects == limits.MostRedirects)
            {
                throw new IOException($"the server redirects more than {limits.MostRedirects} times.");
            }

            address = next!;
        }
    }

    private static bool IsRedirect(HttpStatusCode code) => code is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static void RequireShort(long bytes, DownloadLimits limits)
    {
        if (bytes > limits.MostBytes)
        {
            string most = limits.MostBytes.ToString("N0", CultureInfo.InvariantCulture);
            throw new IOException($"the server sends more than {most} bytes, and none of these files is as long.");
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
}
