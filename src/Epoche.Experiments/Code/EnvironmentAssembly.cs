using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Epoche.Experiments;

/// <summary>
/// Environments in an assembly. Here, and nowhere else, a name from outside becomes a type; whoever calls it trusts the assembly.
/// </summary>
[RequiresUnreferencedCode("The types of the assembly are searched.")]
[RequiresDynamicCode("Generic code is made for the type that is found.")]
internal static class EnvironmentAssembly
{
    private static readonly ConcurrentDictionary<(string Path, string Sha256), Lazy<Assembly>> s_loaded = [];

    /// <summary>The environment of a type in an assembly; with no type named, of the only one there is.</summary>
    /// <param name="path">The assembly, whole.</param>
    /// <param name="sha256">Its hash: what was loaded once is not loaded again, unless it has changed.</param>
    /// <param name="named">What the user named: the assembly, or its source.</param>
    /// <exception cref="ExperimentException">The assembly, or the type, cannot be used; the message says why and what to do.</exception>
    public static EnvironmentType Load(string path, string sha256, CodeReference named)
    {
        RequireFramework(path, AssemblyHeader.Read(path));
        try
        {
            Assembly assembly = s_loaded.GetOrAdd((path, sha256), static key => new(() => Context.Load(key.Path))).Value;
            MethodInfo create = typeof(EnvironmentType).GetMethod(nameof(EnvironmentType.Of), BindingFlags.Static | BindingFlags.Public)!;
            return (EnvironmentType)create.MakeGenericMethod(Choose(path, assembly, named)).Invoke(null, null)!;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileNotFoundException or FileLoadException
            or TypeLoadException or MissingMemberException)
        {
            string message = $"{named.Path} cannot be loaded: {exception.Message.Trim()}{VersionHint(path)}";
            throw new ExperimentException(message, cause: exception);
        }
    }

    private static Type Choose(string path, Assembly assembly, CodeReference named)
    {
        List<Type> all =
        [
            .. (named.IsSource ? assembly.DefinedTypes : assembly.ExportedTypes) // a file of its own need not say 'public'
                .Where(t => t is { IsAbstract: false, ContainsGenericParameters: false } && typeof(IEnvironment).IsAssignableFrom(t)),
        ];
        List<Type> usable = [.. all.Where(NeedsNoArguments).OrderBy(t => t.FullName, StringComparer.Ordinal)];
        string file = Path.GetFileName(named.Path), names = string.Join(", ", usable.Select(t => t.FullName));
        if (usable.Count == 0)
        {
            string kind = named.IsSource ? "type" : "public type";
            throw new ExperimentException(all.Count == 0
                ? $"{named.Path} has no environment: no {kind} in it implements {nameof(IEnvironment)}.{VersionHint(path)}"
                : $"{named.Path} has no environment that can be made without arguments: {string.Join(", ", all.Select(t => t.Name))} "
                    + "need some.\n  Give one a public constructor without parameters, or check it in a program: "
                    + $"{nameof(EnvironmentCheck)}.{nameof(EnvironmentCheck.Run)}(() => new {all[0].Name}(…)).");
        }

        if (named.Type is not { } type)
        {
            return usable is [var only]
                ? only
                : throw new ExperimentException(
                    $"{named.Path} has {usable.Count} environments: {names}.\n  Say which, such as {named.Path}:{usable[0].Name}");
        }

        return usable.Where(t => t.FullName == type || t.Name == type).ToArray() switch
        {
            [var one] => one,
            [] => throw new ExperimentException(
                $"{file} has no environment '{type}'.{NearestHint.For(type, usable.Select(t => t.Name))}\n  Environments: {names}."),
            { } several => throw new ExperimentException(
                $"{file} has {several.Length} environments '{type}'; give the full name: "
                + $"{string.Join(", ", several.Select(t => t.FullName))}."),
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
            string ours = $"{Environment.Version.Major}.{Environment.Version.Minor}";
            throw new ExperimentException(
                $"{path} is built for {name}; this is .NET {ours}.\n  Build it with <TargetFramework>net{ours}</TargetFramework>.");
        }
    }

    private static string VersionHint(string path)
    {
        AssemblyName ours = typeof(IEnvironment).Assembly.GetName();
        if (!AssemblyHeader.Read(path).References.TryGetValue(ours.Name!, out Version? theirs))
        {
            return $"\n  It does not refer to {ours.Name}, which declares {nameof(IEnvironment)}.";
        }

        return theirs == ours.Version
            ? ""
            : $"\n  It was built against {ours.Name} {theirs.ToString(3)}; this is {ours.Version!.ToString(3)}: "
                + "build it again with this version's packages.";
    }

    /// <summary>Finds what the assembly needs beside it, except for Epoche itself: its interfaces must be those of this program.</summary>
    [RequiresUnreferencedCode("An assembly is loaded.")]
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        public static Assembly Load(string path) => new Context(path).LoadFromAssemblyPath(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Default.Assemblies.FirstOrDefault(a => IsOurs(assemblyName) && a.GetName().Name == assemblyName.Name)
            ?? (_resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null);

        private static bool IsOurs(AssemblyName name) => name.Name!.StartsWith("Epoche.", StringComparison.Ordinal);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }
}
