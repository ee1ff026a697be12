using System.Runtime.InteropServices;

namespace Epoche.Cli.Terminals;

/// <summary>
/// Ctrl-C, or a polite kill, while it lives: the first asks the work to stop and save; a second ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of a process that stopped because of the signal; success where none came.</summary>
    public int ExitCode { get; private set; } = Errors.ExitCode.Success;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            ShowCursor();
            return; // not cancelled: the signal does what it does by default
        }

        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? Errors.ExitCode.Terminated : Errors.ExitCode.Interrupted;
        _source.Cancel();
    }

    /// <summary>The live display hides it.</summary>
    private static void ShowCursor()
    {
        try
        {
            Console.Write(Console.IsOutputRedirected ? "" : "\e[?25h");
        }
        catch (IOException)
        {
            // There is no terminal any more.
        }
    }
}
