using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Epoche.Experiments;

/// <summary>What a file says of itself before any of its code is loaded.</summary>
/// <param name="TargetFramework">Such as ".NETCoreApp,Version=v10.0"; empty where nothing is said.</param>
/// <param name="References">The assemblies it was built against.</param>
internal sealed record AssemblyHeader(string TargetFramework, IReadOnlyDictionary<string, Version> References)
{
    /// <summary>Of the file.</summary>
    public const long MostBytes = 1L << 28;


    /// <exception cref="ExperimentException">The file is not a .NET assembly.</exception>
    /// <exception cref="DataFormatException">It is longer than any assembly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AssemblyHeader Read(string path)
    {
        using FileStream stream = ReadableFile.Open(path, MostBytes);
        try
        {
            using PEReader file = new(stream);
            if (!file.HasMetadata)
            {
                throw NotAnAssembly(path, "it is a native library or program");
            }

            MetadataReader reader = file.GetMetadataReader();
            if (!reader.IsAssembly)
            {
                throw NotAnAssembly(path, "it is a module of one");
            }

            Dictionary<string, Version> references = [];
            foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences)
            {
                AssemblyReference reference = reader.GetAssemblyReference(handle);
                references[reader.GetString(reference.Name)] = reference.Version;
            }

            return new(Framework(reader), references);
        }
        catch (Exception exception) when (exception is BadImageFormatException or OverflowException or ArgumentException
            or InvalidOperationException or IOException or OutOfMemoryException)
        {
            // What the base library makes of sizes and offsets in a header that are not those of the file.
            throw NotAnAssembly(path, "it is another file, or a damaged one");
        }
    }

    private static string Framework(MetadataReader reader)
    {
        foreach (CustomAttributeHandle handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor)
                    .Parent is { Kind: HandleKind.TypeReference } parent
                && reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)parent).Name, "TargetFrameworkAttribute"))
            {
                BlobReader value = reader.GetBlobReader(attribute.Value);
                return value.ReadUInt16() == 1 ? value.ReadSerializedString() ?? "" : ""; // 1: the prolog of every attribute's value
            }
        }

        return "";
    }

    private static ExperimentException NotAnAssembly(string path, string reason) =>
        new($"{path} is not a .NET assembly: {reason}.\n  Give the DLL that 'dotnet build' makes, such as bin/Release/net10.0/Snake.dll.");
}
