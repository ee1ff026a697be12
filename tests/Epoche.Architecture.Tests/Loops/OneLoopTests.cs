using System.Reflection;

namespace Epoche.Architecture.Tests.Loops;

/// <summary>
/// Whatever learns is an <see cref="ITraining"/> and is run by <see cref="TrainingLoop"/>: nobody writes another loop around an update, and
/// every training goes through its kit.
/// </summary>
public sealed class OneLoopTests
{
    private const string Loop = "src/Epoche.Learning/Training/Loop/", Gathering = "src/Epoche.Learning/Training/FitTraining.cs";

    [Fact]
    public void No_loop_is_written_around_an_update() => Violations.None(
        from update in UpdatesInLoops.Find()
        where !update.Path.StartsWith(Loop, StringComparison.Ordinal)
            && !(update.Path == Gathering && update.Method == "Trainer.Accumulate")
            && !update.IsOfAgent
        select $"{update.Path}:{update.Line} calls {update.Method} in a loop: make it an ITraining, and let a TrainingLoop run it");

    [Fact]
    public void The_loop_itself_is_found() =>
        Assert.Equal(
            ["ITraining.Advance"],
            UpdatesInLoops.Find().Where(u => u.Path.StartsWith(Loop, StringComparison.Ordinal)).Select(u => u.Method));

    [Theory]
    [InlineData("void M(Epoche.Trainer t) { for (;;) { t.Update(); } }", "Trainer.Update")]
    [InlineData("void M(Epoche.Trainer t, int[] x) { foreach (int i in x) t.Step(_ => default, i); }", "Trainer.Step")]
    [InlineData("void M(Epoche.Trainer t) { while (true) { if (t.Accumulate(_ => default, 1) > 0) { return; } } }", "Trainer.Accumulate")]
    [InlineData("void M(Epoche.Svi<int> s) { do { _ = s.Step(1); } while (s.StepCount < 9); }", "Svi.Step")]
    [InlineData("void M(Epoche.EnsembleTrainer e) { for (int i = 0; i < 3; i++) { e.Step(); } }", "EnsembleTrainer.Step")]
    [InlineData("void M(Epoche.SupervisedTraining s) { while (s.Step < 3) { s.Advance(); } }", "SupervisedTraining.Advance")]
    [InlineData("void M(Epoche.Trainer t) { t.Update(); for (;;) { System.Action a = () => t.Update(); } }", null)]
    [InlineData("void M(Epoche.StepArena a) { for (;;) { using (a.Step()) { } } }", null)]
    public void A_loop_around_an_update_is_found(string method, string? found) =>
        Assert.Equal(
            found is null ? [] : [found],
            UpdatesInLoops.Find($"class Bad {{ {method} }}").Where(u => u.Path == UpdatesInLoops.Probe).Select(u => u.Method));

    /// <summary>By name: a test class that calls the kit says whose test it is.</summary>
    [Fact]
    public void Every_training_goes_through_its_kit()
    {
        string[] tests = [.. SourceFile.Under("tests").Where(file => file.Code.Contains("TrainingKit.Check(", StringComparison.Ordinal))
            .Select(file => file.Code)];

        Violations.None(
            from library in Libraries.Names
            from type in Assembly.Load(library).GetTypes()
            // which trains every agent in the kit of agents
            where typeof(ITraining).IsAssignableFrom(type) && !type.IsAbstract && type != typeof(AgentTraining)
            let name = type.Name.Split('`')[0]
            where !tests.Any(test => test.Contains($"{name}_", StringComparison.Ordinal))
            select $"{name} of {library} is put through no TrainingKit: add a test called {name}_passes");
    }
}
