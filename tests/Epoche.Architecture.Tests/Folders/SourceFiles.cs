using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Epoche.Architecture.Tests.Folders;

/// <summary>
/// The files of a library's types and methods, as its debug information has them: paths within the project's folder, such as
/// <c>Layers/Dense.cs</c>.
/// </summary>
internal sealed class SourceFiles
{
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3"); // of types without code, such as enums

    private readonly Dictionary<int, string> _ofMethods = [];
    private readonly Dictionary<int, SortedSet<string>> _ofTypes = [];

    public SourceFiles(Assembly library)
    {
        string name = library.GetName().Name!, project = $"/src/{(name == "epoche" ? "Epoche.Cli" : name)}/";
        using FileStream stream = File.OpenRead(library.Location);
        using PEReader image = new(stream);
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        (MetadataReader code, MetadataReader symbols) = (image.GetMetadataReader(), provider.GetMetadataReader());
        foreach (MethodDebugInformationHandle handle in symbols.MethodDebugInformation)
        {
            MethodDebugInformation method = symbols.GetMethodDebugInformation(handle);
            if (method.SequencePointsBlob.IsNil)
            {
                continue;
            }

            if (Path(method.Document.IsNil ? method.GetSequencePoints().First().Document : method.Document) is { } path)
            {
                MethodDefinitionHandle definition = handle.ToDefinitionHandle();
                _ofMethods[MetadataTokens.GetToken(definition)] = path;
                Files(MetadataTokens.GetToken(code.GetMethodDefinition(definition).GetDeclaringType())).Add(path);
            }
        }

        foreach (CustomDebugInformation information in symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation))
        {
            if (symbols.GetGuid(information.Kind) == s_typeDocuments)
            {
                BlobReader documents = symbols.GetBlobReader(information.Value);
                while (documents.RemainingBytes > 0)
                {
                    if (Path(MetadataTokens.DocumentHandle(documents.ReadCompressedInteger())) is { } path)
                    {
                        Files(MetadataTokens.GetToken(information.Parent)).Add(path);
                    }
                }
            }
        }

        string? Path(DocumentHandle document)
        {
            string full = symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
            int start = full.IndexOf(project, StringComparison.Ordinal);
            return start < 0 || full.Contains("/obj/", StringComparison.Ordinal) ? null : full[(start + project.Length)..];
        }
    }

    /// <summary>In ordinal order; none for what the compiler made, or what belongs to no folder of the project.</summary>
    public IReadOnlyCollection<string> Of(Type type) => _ofTypes.GetValueOrDefault(type.MetadataToken) is { } files ? files : [];

    /// <summary>Null where it has no code.</summary>
    public string? Of(MethodBase method) => _ofMethods.GetValueOrDefault(method.MetadataToken);

    private SortedSet<string> Files(int type)
    {
        if (!_ofTypes.TryGetValue(type, out SortedSet<string>? files))
        {
            _ofTypes[type] = files = new(StringComparer.Ordinal);
        }

        return files;
    }
}
