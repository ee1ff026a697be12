namespace Epoche.Tuning.Tests.Support;

/// <summary>Trials as tests of samplers and pruners need them.</summary>
internal static class Records
{
    public static TrialRecord Complete(int number, double value, params (int Step, double Value)[] reports)
    {
        TrialRecord trial = new(number, number, TrialState.Complete) { Values = [value] };
        return trial.With(reports);
    }

    public static TrialRecord Of(int number, TrialState state, params (int Step, double Value)[] reports) =>
        new TrialRecord(number, number, state).With(reports);

    public static TrialRecord At(this TrialRecord trial, SearchSpace space, params double[] numbers)
    {
        foreach ((int index, double number) in numbers.Index())
        {
            trial.Set(new(space.Parameters[index].Name, space.Parameters[index].Domain, number));
        }

        return trial;
    }

    public static TrialRecord With(this TrialRecord trial, params (int Step, double Value)[] reports)
    {
        foreach ((int step, double value) in reports)
        {
            trial.Report(step, value);
        }

        return trial;
    }

    public static StudyHistory History(params TrialRecord[] trials) => new([Direction.Minimize], trials);

    public static TrialDecision Decide(this Pruner pruner, TrialRecord trial, params TrialRecord[] others) =>
        pruner.Decide(new("study", trial, trial.Last!.Value.Step, History(others)));
}
