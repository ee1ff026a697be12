using System.Diagnostics;
using System.Text;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>
/// Another platform than the one that the tests run on, as far as this machine can show it: a processor or a system in software, or the
/// runtime of a browser. Its program is published when first needed.
/// </summary>
/// <param name="Name">The platform's name, a runtime identifier.</param>
/// <param name="Tool">What runs its programs here, on the path.</param>
/// <param name="Packages">Debian's packages with what it needs.</param>
internal abstract record Platform(string Name, string Tool, string Packages)
{
    private readonly Lazy<string> _program = new(() => Publishing.Publish(Name));

    /// <summary>Where the runs lie that several platforms work on, as this platform sees a folder of this machine.</summary>
    public virtual string Path(string path) => path;

    /// <summary>Whether all that runs its programs is here.</summary>
    public virtual bool IsHere => Find(Tool) is not null;

    /// <summary>Skips the test, visibly, where it is not.</summary>
    public void Require() => Assert.SkipUnless(
        IsHere, $"{Name}: no {Tool} on this machine; ./test --platforms installs {Packages}.");

    /// <summary>The program of tests/Epoche.Platforms there.</summary>
    public ForeignRun Run(params string[] args) => Start(args).Wait();

    /// <summary>The command there.</summary>
    public ForeignRun Call(params string[] args) => Run(["cli", .. args]);

    /// <summary>The command there, begun.</summary>
    public ForeignProcess StartCall(params string[] args) => Start(["cli", .. args]);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>How a program there is started here: the tool's arguments, and its environment.</summary>
    protected abstract IEnumerable<string> Command(string program);

    /// <summary>What its environment has.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Environment => [];

    /// <summary>A program on the path.</summary>
    internal static string? Find(string tool) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Where(folder => folder.Length > 0)
            .Select(folder => System.IO.Path.Combine(folder, tool)).FirstOrDefault(File.Exists);

    private ForeignProcess Start(string[] args)
    {
        ProcessStartInfo start = new(Tool, [.. Command(_program.Value), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }
}

/// <summary>A processor of another kind, in software; its system calls are this machine's.</summary>
internal sealed record Arm64() : Platform(
    "linux-arm64", "qemu-aarch64-static", "qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross")
{
    private const string Root = "/usr/aarch64-linux-gnu";

    public override bool IsHere => base.IsHere && File.Exists($"{Root}/lib/libstdc++.so.6");

    protected override IEnumerable<string> Command(string program) => ["-L", Root, System.IO.Path.Combine(program, "Epoche.Platforms")];
}

/// <summary>Windows as Wine has it.</summary>
internal sealed record Windows() : Platform("win-x64", "wine", "wine64 and wine")
{
    // Not inside the clone: a drive of it is a link to the root of this machine.
    private static readonly string s_prefix =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"epoche-wine-{System.Environment.UserName}");

    public override string Path(string path) => $"Z:{path.Replace('/', '\\')}";

    protected override IEnumerable<string> Command(string program) => [System.IO.Path.Combine(program, "Epoche.Platforms.exe")];

    protected override IEnumerable<(string Name, string Value)> Environment =>
        [("WINEPREFIX", s_prefix), ("WINEDEBUG", "-all")];
}

/// <summary>The runtime of a browser, in Node. Files are copied into its memory and back; it has no command.</summary>
internal sealed record Browser() : Platform("browser-wasm", "node", "nodejs")
{
    protected override IEnumerable<string> Command(string program) => [System.IO.Path.Combine(program, "wwwroot", "node.mjs")];
}
