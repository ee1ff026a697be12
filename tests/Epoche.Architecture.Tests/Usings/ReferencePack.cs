using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Epoche.Architecture.Tests;

/// <summary>The assemblies that the SDK compiles against, in its folder <c>packs</c>: read, not loaded.</summary>
internal static class ReferencePack
{
    /// <summary>The assemblies of a pack such as <c>Microsoft.AspNetCore.App.Ref</c>; none where the SDK came without it.</summary>
    public static IReadOnlyList<string> Files(string pack)
    {
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", pack));
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*.dll", SearchOption.AllDirectories)
                .Where(path => path.Contains("ref", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>
    /// The public types of an assembly that are not nested, by namespace and name; a generic one ends with
    /// <c>`1</c>, its count of parameters.
    /// </summary>
    public static IEnumerable<(string Namespace, string Name)> PublicTypes(string file)
    {
        using PEReader assembly = new(File.OpenRead(file));
        if (!assembly.HasMetadata)
        {
            yield break;
        }

        MetadataReader reader = assembly.GetMetadataReader();
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            {
                yield return (reader.GetString(type.Namespace), reader.GetString(type.Name));
            }
        }
    }
}
