using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Epoche.Experiments.Tests;

/// <summary>A server that answers every request with what a test writes: also what no server of a library would.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private int _requests;

    public RawServer(Action<Stream, string> answer)
    {
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        new Thread(() => Serve(answer)) { IsBackground = true }.Start();
    }

    /// <summary>Of its folder.</summary>
    public Uri Address { get; }

    public int Requests => _requests;

    /// <summary>Ends with the server, for answers that wait.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>One that sends a text as it stands.</summary>
    public static RawServer Of(string head, byte[]? body = null) => new((stream, _) =>
    {
        stream.Write(Encoding.ASCII.GetBytes(head));
        stream.Write(body ?? []);
    });

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private void Serve(Action<Stream, string> answer)
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                using NetworkStream stream = client.GetStream();
                StringBuilder request = new();
                for (int next; !request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && (next = stream.ReadByte()) >= 0;)
                {
                    request.Append((char)next);
                }

                Interlocked.Increment(ref _requests);
                try
                {
                    answer(stream, request.ToString().Split(' ')[1]);
                }
                catch (IOException)
                {
                    // The other side has had enough.
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // stopped
        }
    }
}
