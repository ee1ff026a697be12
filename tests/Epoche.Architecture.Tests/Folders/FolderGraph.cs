using System.Reflection;

namespace Epoche.Architecture.Tests.Folders;

/// <summary>
/// Which folders of a library use types of which others of its folders, read from the compiled code. Every folder counts for itself, those
/// within it apart.
/// </summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _arrows = [];

    public FolderGraph(Assembly library)
    {
        SourceFiles sources = new(library);
        Type[] types = library.GetTypes();
        ILookup<Type, string> files = types
            .SelectMany(type => sources.Of(type).Select(file => (Top: Outermost(type), File: file)))
            .ToLookup(pair => pair.Top, pair => pair.File);
        foreach (Type type in types)
        {
            string? first = sources.Of(type).FirstOrDefault() ?? files[Outermost(type)].FirstOrDefault();
            AddAll(first, UsedTypes.Of(type));
            foreach (MethodBase method in UsedTypes.Methods(type))
            {
                AddAll(sources.Of(method) ?? first, UsedTypes.Of(method));
            }
        }

        void AddAll(string? file, IEnumerable<Type> used)
        {
            if (file is null)
            {
                return;
            }

            string folder = Folder(file);
            foreach (Type top in used.Where(type => type.Assembly == library).Select(Outermost).Distinct())
            {
                if (files[top].Any() && !files[top].Any(other => Folder(other) == folder))
                {
                    Add(folder, Folder(files[top].First()), $"{Path.GetFileName(file)} uses {top.Name.Split('`')[0]}");
                }
            }
        }
    }

    /// <summary>Every arrow, with what makes it: <c>Models → Layers: Sequential.cs uses Layer</c>.</summary>
    public IEnumerable<string> Arrows => _arrows.Select(Text);

    /// <summary>Those that are part of a circle.</summary>
    public IEnumerable<string> Circles()
    {
        ILookup<string, string> next = _arrows.Keys.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return _arrows.Where(arrow => Reaches(next, arrow.Key.To, arrow.Key.From)).Select(Text);
    }

    public void Add(string from, string to, string reason)
    {
        _arrows.TryAdd((from, to), new(StringComparer.Ordinal));
        _arrows[(from, to)].Add(reason);
    }

    private static string Text(KeyValuePair<(string From, string To), SortedSet<string>> arrow) =>
        $"{arrow.Key.From} → {arrow.Key.To}: {string.Join(", ", arrow.Value)}";

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        HashSet<string> seen = [from];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? folder))
        {
            foreach (string other in next[folder].Where(seen.Add))
            {
                open.Enqueue(other);
            }
        }

        return seen.Contains(to);
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string Folder(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');
}
