using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Which parameters of a study matter, by its complete trials. Where fewer than two trials are complete, or all values are equal, every
/// share is 0. Both methods give the most important parameter first, equals by name.
/// </summary>
public static class Importance
{
    /// <summary>
    /// PED-ANOVA (Watanabe, Bansal and Hutter, "PED-ANOVA: Efficiently quantifying hyperparameter importance in arbitrary subspaces",
    /// 2023): how differently a parameter is distributed among the best trials. Takes conditional parameters; of time linear in the number
    /// of trials.
    /// </summary>
    /// <param name="history">The trials, and which values are good.</param>
    /// <param name="objective">Which objective, from 0.</param>
    /// <param name="best">The share of the trials that count as the best; above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such objective, or <paramref name="best"/> is out of range.</exception>
    public static IReadOnlyList<ParameterImportance> PedAnova(StudyHistory history, int objective = 0, double best = 0.1)
    {
        ImportanceData data = ImportanceData.Of(history, objective);
        return best is > 0 and < 1
            ? data.Ranked(Tuning.PedAnova.Of(data, best))
            : throw new ArgumentOutOfRangeException(nameof(best), $"best is {best}; expected above 0 and below 1.");
    }

    /// <summary>
    /// fANOVA (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", 2014): the share of the
    /// variance that a parameter explains by itself, in a random forest fitted to the trials. Parameters that some trials do not have get
    /// 0.
    /// </summary>
    /// <param name="history">The trials, and which values are good.</param>
    /// <param name="objective">Which objective, from 0.</param>
    /// <param name="seed">Of the forest.</param>
    /// <param name="trees">How many trees the forest has; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such objective, or no tree.</exception>
    public static IReadOnlyList<ParameterImportance> Fanova(StudyHistory history, int objective = 0, ulong seed = 0, int trees = 64)
    {
        ImportanceData data = ImportanceData.Of(history, objective);
        CountChecks.AtLeast(1, trees);
        return data.Ranked(Tuning.Fanova.Of(data, seed, trees));
    }
}
