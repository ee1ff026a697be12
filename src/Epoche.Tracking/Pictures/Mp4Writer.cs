using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Makes an MP4 film by handing its frames to the program <c>ffmpeg</c>, which must be installed. The file appears when it is complete.
/// Which bytes it holds depends on the version of ffmpeg.
/// </summary>
public sealed class Mp4Writer : IDisposable
{
    private const int MessageLines = 5;

    private readonly string _path, _temporary;
    private readonly int _width, _height;
    private readonly Process _process;
    private readonly Task<string> _messages;
    private bool _isEnded;

    /// <summary>Starts a film.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Pixels in a row, at least 1; the film is one wider where that is odd, as players want it.</param>
    /// <param name="height">Rows, at least 1; likewise.</param>
    /// <param name="framesPerSecond">How fast it runs, more than 0.</param>
    /// <param name="ffmpeg">The program.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no ffmpeg; the message says what to do.</exception>
    public Mp4Writer(string path, int width, int height, double framesPerSecond, string ffmpeg = "ffmpeg")
    {
        ArgumentNullException.ThrowIfNull(ffmpeg);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CountChecks.AtLeast(1, width);
        CountChecks.AtLeast(1, height);
        CountChecks.Positive(framesPerSecond);
        (_path, _width, _height) = (Path.GetFullPath(path), width, height);
        string folder = Path.GetDirectoryName(_path) ?? throw new ArgumentException($"'{path}' is not a file name.", nameof(path));
        NewFolder.Make(folder);
        AtomicFile.DeleteLeftovers(folder, Path.GetFileName(_path));
        _temporary = AtomicFile.ReserveBeside(_path);
        ProcessStartInfo start = new(ffmpeg)
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in (string[])
        [
            "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s",
            string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-r", framesPerSecond.ToString(CultureInfo.InvariantCulture),
            "-i", "-", "-an", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p",
            "-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", _temporary,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            AtomicFile.TryDelete(_temporary);
            throw new PlatformNotSupportedException(
                $"MP4 films are made by ffmpeg, and '{ffmpeg}' could not be started. Install ffmpeg so that it is on the PATH, "
                + "or make a GIF instead.", exception);
        }

        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _messages = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether ffmpeg is on the PATH.</summary>
    public static bool IsAvailable =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")));

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The picture.</param>
    /// <exception cref="ArgumentException">It has another size than the film.</exception>
    /// <exception cref="IOException">ffmpeg failed; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The film is finished.</exception>
    public void Add(Canvas frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_isEnded)
        {
            throw new InvalidOperationException($"The film is finished: frames are added before {nameof(Finish)}.");
        }

        if (frame.Width != _width || frame.Height != _height)
        {
            throw new ArgumentException(
                $"Frames of this film have {_width}×{_height} pixels; received {frame.Width}×{frame.Height}.", nameof(frame));
        }

        try
        {
            _process.StandardInput.BaseStream.Write(frame.Bytes);
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Finishes the film: the file is there when this returns.</summary>
    /// <exception cref="IOException">ffmpeg failed; the message says why.</exception>
    public void Finish()
    {
        if (_isEnded)
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }

        _process.WaitForExit();
        _isEnded = true;
        if (_process.ExitCode != 0)
        {
            throw Failed(null);
        }

        AtomicFile.Finish(_temporary, _path);
    }

    /// <summary>Gives up a film that was not finished, and removes what there is of it.</summary>
    public void Dispose()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            _process.Kill();
            _process.WaitForExit();
        }

        AtomicFile.TryDelete(_temporary);
        _process.Dispose();
    }

    private IOException Failed(Exception? inner)
    {
        _isEnded = true;
        _process.WaitForExit();
        string[] lines = _messages.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string reason = lines.Length == 0 ? "It gave no reason." : string.Join(' ', lines.TakeLast(MessageLines));
        return new IOException($"ffmpeg could not make '{_path}' (exit code {_process.ExitCode}). {reason}", inner);
    }
}
