using System.Reflection;
using System.Xml.Linq;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>What the documentation of a member says that it throws. Overloads with as many parameters share what they say.</summary>
internal static class Documentation
{
    private static readonly ILookup<(string Member, int Parameters), string> s_exceptions = Read().ToLookup(
        entry => entry.Member, entry => entry.Exception);

    /// <summary>
    /// Whether a member may throw this: any may refuse an argument; everything else is written down, with the member or with
    /// what it overrides or implements.
    /// </summary>
    public static bool Promises(PublicCall call, Exception thrown)
    {
        Type exception = thrown.GetType();
        if (thrown is ArgumentException || IsOfNoTensor(thrown))
        {
            return true;
        }

        string name = call.Method.IsConstructor ? "#ctor" : call.Method.Name;
        int parameters = call.Parameters.Length;
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
        {
            parameters -= name[0] == 's' ? 1 : 0;
            name = name[4..];
        }

        IEnumerable<Type> types = Bases(call.Type).Concat(call.Type.GetInterfaces());
        HashSet<string> said = [.. types.SelectMany(type => s_exceptions[($"{Plain(type)}.{name}", parameters)])];
        for (Type? type = exception; type is not null; type = type.BaseType)
        {
            if (said.Contains(type.FullName!))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a tensor was never assigned: said once, with <see cref="Tensor.Shape"/>, for all that take one.</summary>
    private static bool IsOfNoTensor(Exception thrown) => thrown is InvalidOperationException
        && thrown.Message == Assert.Throws<InvalidOperationException>(() => default(Tensor).Shape).Message;

    private static IEnumerable<Type> Bases(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private static string Plain(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static IEnumerable<((string, int) Member, string Exception)> Read() =>
        from library in Libraries.Names
        from member in XDocument.Load(Path.ChangeExtension(Libraries.Load(library).Location, ".xml")).Descendants("member")
        from exception in member.Elements("exception")
        select (Key(((string)member.Attribute("name")!)[2..]), ((string)exception.Attribute("cref")!)[2..]);

    /// <summary>From <c>Epoche.Tensor.Slice(System.Int32,System.Int32)</c> to its name and the number of its parameters.</summary>
    private static (string, int) Key(string id)
    {
        int open = id.IndexOf('(');
        string name = (open < 0 ? id : id[..open]).Split("``")[0];
        return (name, open < 0 ? 0 : Count(id.AsSpan(open + 1)));
    }

    private static int Count(ReadOnlySpan<char> parameters)
    {
        int count = 1, depth = 0;
        foreach (char letter in parameters)
        {
            depth += letter is '{' or '[' ? 1 : letter is '}' or ']' ? -1 : 0;
            count += letter == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }
}
