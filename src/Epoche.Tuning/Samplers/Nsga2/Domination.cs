namespace Epoche.Tuning;

/// <summary>
/// Constrained domination, ranks of fronts and crowding distances (Deb et al., "A fast and elitist multiobjective genetic algorithm",
/// 2002).
/// </summary>
internal static class Domination
{
    /// <summary>
    /// Whether one trial is better: feasible where the other is not; or, both infeasible, of smaller violation; or, both feasible, nowhere
    /// worse and somewhere better.
    /// </summary>
    public static bool Dominates(Observation one, Observation other)
    {
        double mine = one.Trial.Violation, its = other.Trial.Violation;
        return mine > 0 || its > 0 ? mine < its : Dominance.Dominates(one.Losses, other.Losses);
    }

    /// <summary>The front of each: 0 where none dominates it, 1 where only those of front 0 do, and on.</summary>
    public static int[] Ranks(IReadOnlyList<Observation> all)
    {
        int[] ranks = new int[all.Count], dominating = new int[all.Count];
        List<int>[] dominated = [.. all.Select(_ => new List<int>())];
        for (int i = 0; i < all.Count; i++)
        {
            for (int k = 0; k < i; k++)
            {
                (int better, int worse) = Dominates(all[i], all[k]) ? (i, k) : Dominates(all[k], all[i]) ? (k, i) : (-1, -1);
                if (better >= 0)
                {
                    dominated[better].Add(worse);
                    dominating[worse]++;
                }
            }
        }

        List<int> front = [.. Enumerable.Range(0, all.Count).Where(i => dominating[i] == 0)];
        for (int rank = 0; front.Count > 0; rank++)
        {
            List<int> next = [];
            foreach (int i in front)
            {
                ranks[i] = rank;
                next.AddRange(dominated[i].Where(worse => --dominating[worse] == 0));
            }

            front = next;
        }

        return ranks;
    }

    /// <summary>
    /// The crowding distance of each among those of its front: how far its neighbours lie apart, in shares of the front's extent.
    /// </summary>
    public static double[] Crowding(IReadOnlyList<Observation> all, int[] ranks)
    {
        double[] distances = new double[all.Count];
        foreach (IGrouping<int, int> front in Enumerable.Range(0, all.Count).GroupBy(i => ranks[i]))
        {
            for (int m = 0; m < all[0].Losses.Length; m++)
            {
                int objective = m;
                int[] order = [.. front.OrderBy(i => all[i].Losses[objective])];
                double extent = all[order[^1]].Losses[m] - all[order[0]].Losses[m];
                distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
                for (int i = 1; i < order.Length - 1 && extent > 0; i++)
                {
                    double gap = all[order[i + 1]].Losses[m] - all[order[i - 1]].Losses[m];
                    distances[order[i]] += double.IsFinite(gap) && double.IsFinite(extent) ? gap / extent : 1;
                }
            }
        }

        return distances;
    }

    /// <summary>Their places from best to worst: by front, then the less crowded first, then by place.</summary>
    public static IEnumerable<int> BestFirst(IReadOnlyList<Observation> all)
    {
        int[] ranks = Ranks(all);
        double[] crowding = Crowding(all, ranks);
        return Enumerable.Range(0, all.Count).OrderBy(i => ranks[i]).ThenByDescending(i => crowding[i]);
    }
}
