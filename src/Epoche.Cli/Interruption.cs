using System.Runtime.InteropServices;

namespace Epoche.Cli;

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
    public int ExitCode { get; private set; } = Cli.ExitCode.Success;

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
            Console.Write(Console.IsOutputRedirected ? "" : "\e[?25h"); // the live display hides the cursor
            return; // not cancelled: the signal does what it does by default
        }

        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? Cli.ExitCode.Terminated : Cli.ExitCode.Interrupted;
        _source.Cancel();
    }
}
