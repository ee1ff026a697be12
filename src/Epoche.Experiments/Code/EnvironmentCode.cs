using System.Diagnostics.CodeAnalysis;
using Epoche.Experiments;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Finds environments in code as well: in an assembly, <c>path/My.dll:Lander</c>, in a C# file, <c>path/Lander.cs</c>, which is built
/// first, or in Python, <c>gymnasium:CartPole-v1</c> (<see cref="GymnasiumEnvironment"/>). Handing one to a recipe means to trust whatever
/// code the recipe names: it runs with all rights of the program. Without one, such a recipe is refused with an <see
/// cref="UntrustedCodeException"/> before the file is looked at.
/// </summary>
public sealed class EnvironmentCode : IEnvironmentSource
{
    private const int MostSourceBytes = 1 << 22; // of a C# file

    private readonly SourceBuild _build;
    private readonly Dictionary<(string Name, PythonEnvironmentOptions Options), PythonSource> _asked = [];

    /// <summary>Makes one.</summary>
    /// <param name="progress">Receives a line when a C# file is built, which takes some seconds; null: nobody.</param>
    [RequiresUnreferencedCode("Types of an assembly that is not known when the program is trimmed are searched.")]
    [RequiresDynamicCode("Generic code is made for the type that is found.")]
    public EnvironmentCode(Action<string>? progress = null) => (_build, Notices) = (new(progress), progress);

    /// <summary>Receives what a person should know of code that runs; null: nobody.</summary>
    internal Action<string>? Notices { get; }

    /// <summary>Whether a text names a file of code, by its extension: .dll, .exe or .cs; or a Python environment.</summary>
    /// <param name="text">
    /// Such as <c>CartPole-v1</c>, which is none; <c>bin/My.dll:Lander</c>, <c>Lander.cs</c> or <c>gymnasium:CartPole-v1</c>.
    /// </param>
    public static bool IsCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PythonKeys.IsName(text) || CodeReference.Parse(text) is not null;
    }

    /// <summary>The environment of a file of code.</summary>
    /// <param name="text">The path, from the current folder, with the type behind a colon where the file has several environments.</param>
    /// <exception cref="ExperimentException">
    /// There is no such file or type, the source does not build, or the assembly cannot be used.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or what is built cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or the folder of what is built, is closed to this user.</exception>
    /// <exception cref="PythonEnvironmentException">Python, or the environment in it, fails.</exception>
    public FoundEnvironment Load(string text) => Load(text, new());

    /// <summary>The same, with how a Python environment is run.</summary>
    /// <param name="text">The path, as above; or a Python environment, such as <c>gymnasium:CartPole-v1</c>.</param>
    /// <param name="python">How it is run, where it is one.</param>
    /// <exception cref="ExperimentException">
    /// There is no such file or type, the source does not build, or the assembly cannot be used.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or what is built cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or the folder of what is built, is closed to this user.</exception>
    /// <exception cref="PythonEnvironmentException">Python, or the environment in it, fails.</exception>
    public FoundEnvironment Load(string text, PythonEnvironmentOptions python)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(python);
        return PythonKeys.IsName(text) ? OfPython(text, python) : Find(Reference(text));
    }

    /// <summary>The same for <see cref="EnvironmentCheck"/>: nothing is asked of the environment, not even its specification.</summary>
    /// <param name="text">The path, as in <see cref="Load(string)"/>.</param>
    /// <returns>The name of the type, and what makes it.</returns>
    /// <exception cref="ExperimentException">
    /// There is no such file or type, the source does not build, or the assembly cannot be used.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or what is built cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or the folder of what is built, is closed to this user.</exception>
    public (string Name, EnvironmentSubject Subject) LoadSubject(string text)
    {
        EnvironmentType type = FindType(Reference(text), out _);
        return (type.Name, type.Subject);
    }

    /// <inheritdoc/>
    /// <exception cref="ExperimentException">The name is that of code which cannot be used; see <see cref="Load(string)"/>.</exception>
    /// <exception cref="IOException">A file cannot be read, or what is built cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">A file, or the folder of what is built, is closed to this user.</exception>
    public FoundEnvironment Find(ConfigNode name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (PythonKeys.IsName(name))
        {
            return FindPython(name, new() { Notices = Notices });
        }

        if (RegisteredEnvironments.CodeIn(name) is not { } reference)
        {
            return RegisteredEnvironments.Instance.Find(name);
        }

        return File.Exists(reference.Path)
            ? Find(reference)
            : throw name.Error($"names code that is not there: no file '{reference.Path}'");
    }

    /// <summary>The Python environment that a recipe names.</summary>
    internal FoundEnvironment FindPython(ConfigNode name, PythonEnvironmentOptions options) => OfPython(name.AsString(), options);

    /// <summary>Python is asked once what an environment is: that takes a good part of a second.</summary>
    private FoundEnvironment OfPython(string name, PythonEnvironmentOptions options)
    {
        PythonSource? source;
        lock (_asked)
        {
            if (!_asked.TryGetValue((name, options), out source))
            {
                source = AtariEnvironment.IsName(name)
                    ? AtariEnvironment.SourceOf(name, options)
                    : GymnasiumEnvironment.Source(name, options);
                _asked[(name, options)] = source;
            }
        }

        EnvironmentEntry entry = AtariEnvironment.IsName(name)
            ? AtariEnvironment.EntryOf(name, source, new())
            : GymnasiumEnvironment.EntryOf(source);
        return new(entry) { Code = new(name, source.SourceHash) };
    }

    private static CodeReference Reference(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return (CodeReference.Parse(text) ?? new CodeReference(text, null)).In(".");
    }

    private FoundEnvironment Find(CodeReference reference)
    {
        EnvironmentType type = FindType(reference, out string sha256);
        return new(type.ToEntry(reference.Path)) { Code = new((reference with { Type = type.Name }).ToString(), sha256) };
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The constructor requires it.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The constructor requires it.")]
    private EnvironmentType FindType(CodeReference reference, out string sha256)
    {
        if (!File.Exists(reference.Path))
        {
            throw new ExperimentException($"There is no file '{reference.Path}'.");
        }

        if (!reference.IsSource)
        {
            sha256 = HashOf(reference.Path);
            return EnvironmentAssembly.Load(reference.Path, sha256, reference);
        }

        byte[] content = ReadableFile.ReadBytes(reference.Path, MostSourceBytes);
        sha256 = Sha256.Of(content);
        string built = _build.Build(reference.Path, content);
        return EnvironmentAssembly.Load(built, HashOf(built), reference);
    }

    private static string HashOf(string assembly)
    {
        using FileStream file = ReadableFile.Open(assembly, AssemblyHeader.MostBytes, bufferSize: 0);
        return Sha256.Of(file);
    }
}
