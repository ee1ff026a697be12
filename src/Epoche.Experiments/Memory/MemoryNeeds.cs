namespace Epoche.Experiments;

/// <summary>What a training needs at least, in words, beside what there is.</summary>
internal sealed class MemoryNeeds(IReadOnlyList<MemoryPart> parts)
{
    private const double LeastShare = 0.02, LeastShareOfKey = 0.2; // what is less does not help to know

    private const string Limits = "the limit of the heap (DOTNET_GCHeapHardLimit) or of the container";

    /// <summary>Bytes that are written to.</summary>
    public long Bytes { get; } = Saturating.Sum(parts.Select(part => part.Bytes));

    /// <summary>Bytes that are allocated.</summary>
    public long Reserved { get; } = Saturating.Sum(parts.Select(part => part.Reserved));

    /// <summary>Why the training cannot be; null where nothing is known against it.</summary>
    /// <param name="there">How much there is.</param>
    /// <param name="isNew">Whether values of the recipe can still be changed.</param>
    public string? Problem(MemoryLimits there, bool isNew = true)
    {
        MemoryPart? tooLong = parts.FirstOrDefault(part => part.LongestArray > Array.MaxLength);
        bool isTooMuch = Bytes > there.Available || Reserved > there.Reservable;
        if (tooLong is null && !isTooMuch)
        {
            return null;
        }

        bool countsReserved = there.IsLimited || (Bytes <= there.Available && isTooMuch);
        string needs = $"{Describe(countsReserved)}; {(countsReserved && !there.IsLimited
            ? $"{Format.Bytes(there.Reservable)} can be allocated"
            : $"{there}")}.";
        return tooLong is { Name: var name, Key: var key, LongestArray: var numbers }
            ? $"{key}: one array of {name} would have {Format.Count(numbers, "number")}, and one array holds at most "
                + $"{Format.Count(Array.MaxLength)}.\n  In all the recipe needs at least {needs}\n  Lower {key}."
            : $"{Keys(countsReserved)[0]}: the recipe needs at least {needs}"
                + (isNew ? $"\n  Lower {Lower(countsReserved)}{(there.IsLimited ? $", or raise {Limits}" : "")}."
                    : there.IsLimited ? $"\n  Raise {Limits}." : "");
    }

    /// <summary>What to say where memory ran out although this much was there.</summary>
    public string Exhausted(MemoryLimits there) => parts.Count == 0
        ? $"Memory ran out: {there}."
        : $"Memory ran out: the recipe needs at least {Describe(byReserved: there.IsLimited)}; {there}.";

    /// <summary>What helps a new run.</summary>
    public string Remedy(MemoryLimits there) =>
        (parts.Count == 0 ? "Use less memory beside it" : $"Lower {Lower(there.IsLimited)} in a new run")
        + (there.IsLimited ? $", or raise {Limits}." : ", or end other programs.");

    /// <summary>"17.2 GB of memory: 8.6 GB for weights, …", the largest first.</summary>
    private string Describe(bool byReserved)
    {
        long all = byReserved ? Reserved : Bytes;
        IEnumerable<string> shown =
            from part in parts
            group Size(part, byReserved) by part.Name into named
            let bytes = Saturating.Sum(named)
            where bytes >= LeastShare * all
            orderby bytes descending
            select $"{Format.Bytes(bytes)} for {named.Key}";
        return $"{Format.Bytes(all)} of memory: {string.Join(", ", shown)}";
    }

    private string Lower(bool byReserved)
    {
        IReadOnlyList<string> keys = Keys(byReserved);
        return keys.Count == 1 ? keys[0] : $"{string.Join(", ", keys.SkipLast(1))} or {keys[^1]}";
    }

    /// <summary>The keys that most of it grows with, the largest first.</summary>
    private IReadOnlyList<string> Keys(bool byReserved)
    {
        (string Key, long Bytes)[] keys =
        [
            .. from part in parts
               group Size(part, byReserved) by part.Key into keyed
               let bytes = Saturating.Sum(keyed)
               orderby bytes descending
               select (keyed.Key, bytes),
        ];
        return [.. keys.Where((key, i) => i == 0 || key.Bytes >= LeastShareOfKey * keys[0].Bytes).Select(key => key.Key)];
    }

    private static long Size(MemoryPart part, bool byReserved) => byReserved ? part.Reserved : part.Bytes;
}
