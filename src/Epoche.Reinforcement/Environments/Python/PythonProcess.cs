using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Epoche.Simulation;

/// <summary>
/// A Python process that runs the bridge's file, and the frames to and from it. It ends when its input does, so also when this program is
/// killed; where it takes too long it is killed itself, and whoever waits for it hears of it.
/// </summary>
internal sealed class PythonProcess : IDisposable
{
    private const int HeadSize = 9, MostRubbish = 1 << 16, LargestAnswer = 1 << 28;
    private const byte Ok = 128, Error = 129;
    private const string FileName = "epoche_bridge.py";

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2), s_lastWords = TimeSpan.FromMilliseconds(300);
    private static readonly byte[] s_file = ReadFile();

    private readonly Process _process;
    private readonly Stream _to, _from;
    private readonly ErrorTail _errors = new();
    private readonly byte[] _head = new byte[HeadSize];
    private readonly string _label;
    private TimeSpan _allowed;
    private long _deadline; // of Stopwatch; 0 while nothing is waited for
    private uint _sequence;
    private bool _isDisposed;
    private volatile bool _isLate;

    /// <summary>Starts Python.</summary>
    /// <param name="options">Which, and how long it may take.</param>
    /// <param name="label">What messages call it.</param>
    /// <exception cref="PythonEnvironmentException">It does not start.</exception>
    public PythonProcess(PythonEnvironmentOptions options, string label)
    {
        _label = label;
        _process = Start(options, label);
        _errors.Follow(_process.StandardError);
        (_to, _from) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        Watchdog.Watch(this);
        Expect(options.MakeTimeout);
        Write(s_file);
        ReadGreeting();
        Volatile.Write(ref _deadline, 0);
    }

    public int Id => _process.Id;

    /// <summary>Sends a request.</summary>
    public void Send(byte operation, ReadOnlySpan<byte> payload, TimeSpan allowed)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Expect(allowed);
        BinaryPrimitives.WriteInt32LittleEndian(_head, payload.Length);
        _head[4] = operation;
        BinaryPrimitives.WriteUInt32LittleEndian(_head.AsSpan(5), ++_sequence);
        Write(_head);
        if (!payload.IsEmpty)
        {
            Write(payload);
        }
    }

    /// <summary>Waits for the answer to the last request.</summary>
    /// <param name="fault">What went wrong in Python, as JSON; null where nothing did.</param>
    /// <returns>What the answer holds.</returns>
    /// <exception cref="PythonEnvironmentException">The process has ended, or was ended, or sends something else.</exception>
    public byte[] Receive(out byte[]? fault)
    {
        Read(_head);
        int length = BinaryPrimitives.ReadInt32LittleEndian(_head);
        byte operation = _head[4];
        uint sequence = BinaryPrimitives.ReadUInt32LittleEndian(_head.AsSpan(5));
        if (sequence != _sequence || operation is not (Ok or Error) || length is < 0 or > LargestAnswer)
        {
            Kill();
            throw new PythonEnvironmentException(
                $"{_label}: Python sent bytes that are not an answer. Does an environment write to file descriptors that it did not open?"
                + _errors.Text(s_lastWords));
        }

        byte[] payload = length == 0 ? [] : new byte[length];
        Read(payload);
        Volatile.Write(ref _deadline, 0);
        fault = operation == Error ? payload : null;
        return payload;
    }

    /// <summary>For messages: the end of Python's error output.</summary>
    public string LastWords() => _errors.Text(s_lastWords);

    /// <summary>For the watchdog: whether there is still something to watch. A process that takes too long is killed.</summary>
    /// <param name="stood">Time that does not count.</param>
    public bool IsInTime(TimeSpan stood)
    {
        long deadline = Volatile.Read(ref _deadline);
        if (deadline != 0 && stood > TimeSpan.Zero)
        {
            long later = deadline + (long)(stood.TotalSeconds * Stopwatch.Frequency);
            if (Interlocked.CompareExchange(ref _deadline, later, deadline) == deadline)
            {
                deadline = later;
            }
        }

        if (_isDisposed)
        {
            return false;
        }

        if (deadline != 0 && Stopwatch.GetTimestamp() > deadline)
        {
            _isLate = true;
            Kill();
            return false;
        }

        return true;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            _to.Dispose(); // the end of its input is its end
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (!HasExited(s_farewell))
        {
            Kill();
        }

        _process.Dispose();
    }

    private static Process Start(PythonEnvironmentOptions options, string label)
    {
        ProcessStartInfo start = new(options.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            CreateNoWindow = true,
        };
        string length = s_file.Length.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-u", "-X", "faulthandler", "-c",
            "import os,signal\n"
            + "signal.signal(signal.SIGINT,signal.SIG_IGN)\n"
            + "if os.name=='nt':\n import msvcrt;msvcrt.setmode(0,os.O_BINARY)\n"
            + $"text=b''\nwhile len(text)<{length}:\n more=os.read(0,{length}-len(text))\n if not more:os._exit(0)\n text+=more\n"
            + $"__file__='{FileName}'\nexec(compile(text,__file__,'exec'))",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["PYTHONIOENCODING"] = "utf-8:backslashreplace";
        start.Environment.TryAdd("PYTHONHASHSEED", "0"); // the order of sets of texts, which environments may depend on
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or PlatformNotSupportedException)
        {
            throw new PythonEnvironmentException(
                $"{label}: '{options.Program}' cannot be started: {exception.Message}\n"
                + "  Install Python 3 with NumPy and gymnasium, or say where it is: python.executable in a recipe, "
                + $"{nameof(PythonEnvironmentOptions)}.{nameof(PythonEnvironmentOptions.Executable)} in a program, or the variable "
                + $"{PythonEnvironmentOptions.ExecutableVariable}.", exception);
        }
    }

    private static byte[] ReadFile()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("python/bridge.py")!;
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private void Expect(TimeSpan allowed)
    {
        _allowed = allowed;
        Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(allowed.TotalSeconds * Stopwatch.Frequency));
    }

    /// <summary>What is printed before the bridge's first line, as by a site's own start-up file, goes where other prints go.</summary>
    private void ReadGreeting()
    {
        ReadOnlySpan<byte> greeting = "\u0001EPOCHE\u0001"u8;
        List<byte> rubbish = [];
        Span<byte> next = stackalloc byte[1];
        int matched = 0;
        while (matched < greeting.Length)
        {
            Read(next);
            if (next[0] == greeting[matched])
            {
                matched++;
                continue;
            }

            rubbish.AddRange(greeting[..matched]);
            matched = next[0] == greeting[0] ? 1 : 0;
            if (matched == 0)
            {
                rubbish.Add(next[0]);
            }

            if (rubbish.Count > MostRubbish)
            {
                Kill();
                throw new PythonEnvironmentException($"{_label}: what was started does not behave like Python; it prints without end.");
            }
        }

        if (rubbish.Count > 0)
        {
            _errors.Add(Encoding.UTF8.GetString([.. rubbish]).Trim());
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _to.Write(bytes);
            _to.Flush();
        }
        catch (IOException exception)
        {
            throw Ended(exception);
        }
    }

    private void Read(Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                int count = _from.Read(bytes);
                if (count == 0)
                {
                    throw Ended(null);
                }

                bytes = bytes[count..];
            }
        }
        catch (IOException exception) when (exception is not PythonEnvironmentException)
        {
            throw Ended(exception);
        }
    }

    private PythonEnvironmentException Ended(Exception? cause)
    {
        Volatile.Write(ref _deadline, 0);
        string words = _errors.Text(s_farewell);
        if (_isLate)
        {
            return new(
                string.Create(CultureInfo.InvariantCulture, $"{_label}: Python gave no answer within {_allowed.TotalSeconds:0.###} s and ")
                + "was ended. An environment hangs, or needs longer: raise the time limit (python.step_timeout or python.make_timeout)."
                + words, cause);
        }

        if (!HasExited(s_farewell))
        {
            Kill();
            return new($"{_label}: Python closed its output.{words}", cause);
        }

        int code = _process.ExitCode;
        string how = code > 128 && !OperatingSystem.IsWindows()
            ? $"was ended by the signal {code - 128}"
            : $"ended with the exit code {code}";
        return new($"{_label}: Python {how}.{words}", cause);
    }

    private bool HasExited(TimeSpan within)
    {
        try
        {
            return _process.WaitForExit(within);
        }
        catch (Exception exception) when (exception is InvalidOperationException or SystemException)
        {
            return true; // there is no such process any more
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already.
        }
    }
}
