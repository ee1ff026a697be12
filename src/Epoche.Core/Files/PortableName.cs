using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Names that a file or a folder can have on every system, so that what bears one can be copied anywhere. They are the same for all
/// systems: what Windows cannot hold is refused on Linux too.
/// </summary>
internal static class PortableName
{
    /// <summary>The most bytes of a name in UTF-8. File systems have at most 255, and a counter or an extension is added.</summary>
    public const int MostBytes = 200;

    /// <summary>What a name has to be, as a part of a sentence.</summary>
    public const string Rule =
        "at most 200 bytes, without < > : \" / \\ | ? * and control characters, without a dot or a space in front or at the end, "
        + "and not the name of a device of Windows (con, nul, com1 …)";

    private const string Reserved = "<>:\"/\\|?*", DeviceDigits = "123456789¹²³";

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Why some system cannot hold a name, such as "has a dot in front"; null where all can.</summary>
    /// <param name="name">A name without folders.</param>
    public static string? Problem(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name), refused = FirstRefused(name);
        return name.Length == 0 ? "is empty"
            : name[0] is '.' or ' ' ? $"has a {Word(name[0])} in front"
            : name[^1] is '.' or ' ' ? $"ends with a {Word(name[^1])}, which Windows leaves out"
            : refused >= 0 && char.IsSurrogate(name[refused]) ? "is not valid Unicode"
            : refused >= 0 ? $"has a {Shown.Text(name[refused..(refused + 1)])} in it"
            : IsDevice(name) ? "is that of a device of Windows"
            : bytes > MostBytes ? string.Create(CultureInfo.InvariantCulture, $"has {bytes:N0} bytes")
            : null;
    }

    /// <summary>Whether a name is that of one folder, whichever systems can hold it: runs of earlier versions have such.</summary>
    public static bool IsOneFolder(string name) =>
        name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\', '\0']) < 0 && name == Shown.Text(name);

    /// <summary>The nearest name that every system can hold: what none may have becomes <c>_</c>, and what is too long is cut.</summary>
    /// <param name="name">A name that some system has, without folders.</param>
    public static string Of(string name)
    {
        StringBuilder held = new(name);
        for (int i; (i = FirstRefused(held.ToString())) >= 0;)
        {
            held[i] = '_';
        }

        string made = TemporaryName.Stem(held.ToString());
        made = made is ['.' or ' ', ..] ? $"_{made[1..]}" : made;
        made = made is [.., '.' or ' '] ? $"{made[..^1]}_" : made;
        return made.Length == 0 ? "_" : IsDevice(made) ? TemporaryName.Stem($"_{made}") : made;
    }

    /// <summary>The entry of a folder that bears a name where case does not count, as on Windows and macOS; null where none does.</summary>
    /// <param name="folder">The folder; it is there.</param>
    /// <param name="name">The name.</param>
    public static string? Taken(string folder, string name) => FolderListing
        .Entries(folder, entry => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase))
        .FirstOrDefault();

    private static string Word(char c) => c == '.' ? "dot" : "space";

    /// <summary>The index of the first character that no name may have: reserved, hidden, or half of a pair; −1 for none.</summary>
    private static int FirstRefused(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(name[i]) || Reserved.Contains(name[i]) || Shown.Text($"{name[i]}").Length > 1)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether Windows takes it for a device: an extension, and spaces before it, do not count.</summary>
    private static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return s_devices.Contains(stem)
            || (stem.Length == 4 && stem[..3] is ("COM" or "LPT") && DeviceDigits.Contains(stem[3]));
    }
}
