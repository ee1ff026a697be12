using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Epoche.Cli.Assemblies;

/// <summary>
/// Environments in an assembly that the user names on the command line. Here, and nowhere else, a name from outside becomes a type; nothing that stands in a file
/// ever does.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only the assembly that the user names is searched; the program is not trimmed.")]
[UnconditionalSuppressMessage("Trimming", "IL2076", Justification = "As above.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "As above.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The program runs on the runtime with its compiler.")]
internal static class EnvironmentAssembly
{
    /// <summary>The environment of a type in an assembly; with no name given, of the only one there is.</summary>
    /// <returns>The type's full name, and what is to be checked: structs are lifted as structs.</returns>
    /// <exception cref="CliException">The assembly, or the type, cannot be used; the message says why and what to do.</exception>
    public static (string Name, EnvironmentSubject Subject) Load(string path, string? typeName)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no file '{path}'.");
        }

        RequireFramework(path, AssemblyHeader.Read(path));
        try
        {
            Assembly assembly = new Context(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path));
            Type type = Choose(path, assembly, typeName);
            MethodInfo subject = typeof(EnvironmentAssembly).GetMethod(nameof(Subject), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
            return (type.FullName!, (EnvironmentSubject)subject.Invoke(null, null)!);
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException)
        {
            throw new CliException($"{path} cannot be loaded: {exception.Message.Trim()}{VersionHint(path)}", ExitCode.Usage, exception);
        }
    }

    private static EnvironmentSubject Subject<TEnvironment>()
        where TEnvironment : IEnvironment, new() => EnvironmentSubject.Of(Create<TEnvironment>);

    private static TEnvironment Create<TEnvironment>()
        where TEnvironment : IEnvironment, new()
    {
        try
        {
            return new TEnvironment();
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } thrown)
        {
            throw new CliException($"The constructor of {typeof(TEnvironment).FullName} threw {thrown.GetType().Name}: {thrown.Message}", ExitCode.Failure, thrown);
        }
    }

    private static Type Choose(string path, Assembly assembly, string? typeName)
    {
        List<Type> all = [.. assembly.GetExportedTypes().Where(t => t is { IsAbstract: false, ContainsGenericParameters: false } && typeof(IEnvironment).IsAssignableFrom(t))];
        List<Type> usable = [.. all.Where(NeedsNoArguments).OrderBy(t => t.FullName, StringComparer.Ordinal)];
        string file = Path.GetFileName(path), names = string.Join(", ", usable.Select(t => t.FullName));
        if (usable.Count == 0)
        {
            throw new CliException(all.Count == 0
                ? $"{path} has no environment: no public type in it implements {nameof(IEnvironment)}.{VersionHint(path)}"
                : $"{path} has no environment that can be made without arguments: {string.Join(", ", all.Select(t => t.Name))} need some.\n  Give one a public constructor without parameters, or check it in a program: {nameof(EnvironmentCheck)}.{nameof(EnvironmentCheck.Run)}(() => new {all[0].Name}(…)).");
        }

        if (typeName is null)
        {
            return usable is [var only] ? only : throw new CliException($"{path} has {usable.Count} environments: {names}.\n  Say which: epoche env check {path}:{usable[0].Name}");
        }

        List<Type> named = [.. usable.Where(t => t.FullName == typeName || t.Name == typeName)];
        return named switch
        {
            [var one] => one,
            [] => throw new CliException($"{file} has no environment '{typeName}'.{NearestHint.For(typeName, usable.Select(t => t.Name))}\n  Environments: {names}."),
            _ => throw new CliException($"{file} has {named.Count} environments '{typeName}'; give the full name: {string.Join(", ", named.Select(t => t.FullName))}."),
        };
    }

    private static bool NeedsNoArguments(Type type)
    {
        ConstructorInfo[] constructors = type.GetConstructors();
        return constructors.Any(c => c.GetParameters().Length == 0) || (type.IsValueType && constructors.Length == 0);
    }

    private static void RequireFramework(string path, AssemblyHeader header)
    {
        string[] parts = header.TargetFramework.Split(",Version=v");
        if (parts is not [var family, var number] || !Version.TryParse(number, out Version? version))
        {
            return;
        }

        if (family == ".NETFramework" || (family == ".NETCoreApp" && version.Major > Environment.Version.Major))
        {
            string name = family == ".NETFramework" ? $".NET Framework {version}" : $".NET {version}";
            throw new CliException($"{path} is built for {name}; this is .NET {Environment.Version.Major}.{Environment.Version.Minor}.\n  Build it with <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>.");
        }
    }

    private static string VersionHint(string path)
    {
        AssemblyName ours = typeof(IEnvironment).Assembly.GetName();
        return !AssemblyHeader.Read(path).References.TryGetValue(ours.Name!, out Version? theirs) ? $"\n  It does not refer to {ours.Name}, which declares {nameof(IEnvironment)}."
            : theirs != ours.Version ? $"\n  It was built against {ours.Name} {theirs.ToString(3)}; this is {ours.Version!.ToString(3)}: build it again with this version's packages."
            : "";
    }

    /// <summary>Finds what the assembly needs beside it, except for Epoche itself: its interfaces must be those of this program.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Default.Assemblies.FirstOrDefault(a => assemblyName.Name!.StartsWith("Epoche.", StringComparison.Ordinal) && a.GetName().Name == assemblyName.Name)
            ?? (_resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }
}
