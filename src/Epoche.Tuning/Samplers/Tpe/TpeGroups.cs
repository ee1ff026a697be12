namespace Epoche.Tuning;

/// <summary>Which parameters of a space are drawn together.</summary>
internal static class TpeGroups
{
    public static List<int[]> Of(SearchSpace space, bool isJoint, bool groupsConditional)
    {
        List<int[]> groups = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<List<int>> members = [];
        for (int i = 0; i < space.Parameters.Count; i++)
        {
            SearchParameter parameter = space.Parameters[i];
            string key = !isJoint || (parameter.Condition is not null && !groupsConditional) ? $"parameter {i}"
                : parameter.Condition is { } condition ? $"where {condition}" : "";
            if (!places.TryGetValue(key, out int place))
            {
                places.Add(key, place = members.Count);
                members.Add([]);
            }

            members[place].Add(i);
        }

        groups.AddRange(members.Select(group => group.ToArray()));
        return groups;
    }
}
