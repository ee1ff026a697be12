using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A mistake that environments are written with.</summary>
public enum Flaw
{
    ThrowsInItsConstructor,
    WritesTooMuch,
    LeavesANumber,
    HasNoName,
    HasAnEmptyShape,
    HasANegativeLimit,
    ChangesItsSpec,
    ShowsNaN,
    RewardsInfinity,
    ShowsPixelsBetweenTwoSteps,
    ReturnsMoreThanTheBest,
    NeverEnds,
    UsesAStaticCounter,
    IgnoresTheStream,
    RemembersEpisodes,
    ForgetsToSaveAField,
    AcceptsAnyState,
    Allocates,
    AllowsNothing,
    ShowsAnIndexThatIsNone,
    ShowsTwoOnes,
    InformsOfNaN,
    HasAnotherLayout,
}

/// <summary>An environment with one mistake, to see that the check finds it.</summary>
internal class FlawedEnvironment : IEnvironment
{
    private static int s_counter;

    private readonly Flaw _flaw;
    private int _episodes, _steps;

    public FlawedEnvironment(Flaw flaw)
    {
        _flaw = flaw;
        if (flaw == Flaw.ThrowsInItsConstructor)
        {
            throw new FileNotFoundException("There is no map.txt.");
        }

        Spec = new()
        {
            Name = flaw == Flaw.HasNoName ? "" : "Flawed",
            Observation = flaw == Flaw.HasAnEmptyShape ? [2, 0] : [2],
            Actions = ActionSpec.Discrete(2),
            TimeLimit = flaw switch { Flaw.NeverEnds => null, Flaw.HasANegativeLimit =>
                -1, Flaw.ChangesItsSpec => 9 + (++s_counter % 2), _ => 9 },
            PixelSteps = flaw == Flaw.ShowsPixelsBetweenTwoSteps ? 2 : null,
            BestReturn = flaw == Flaw.ReturnsMoreThanTheBest ? 8 : null,
            MasksActions = flaw == Flaw.AllowsNothing,
            Information = flaw == Flaw.InformsOfNaN ? ["position", "steps"] : InformationSpec.None,
            Layout = flaw switch
            {
                Flaw.ShowsAnIndexThatIsNone => ObservationLayout.Of(new("position", [1]), ObservationPart.Index("steps", 7)),
                Flaw.ShowsTwoOnes => ObservationLayout.OneHot(2),
                Flaw.HasAnotherLayout => ObservationLayout.Index(2),
                _ => null,
            },
        };
    }

    public EnvironmentSpec Spec { get; }

    public object? Garbage { get; private set; }

    protected float Position { get; set; }

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _episodes++;
        _steps = 0;
        Position = _flaw == Flaw.IgnoresTheStream ? 0.5f : rng.NextSingle();
        Position += _flaw == Flaw.RemembersEpisodes ? _episodes : 0;
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _steps++;
        Position += action.Index;
        Garbage = _flaw == Flaw.Allocates ? new object() : null;
        Observe(observation);
        return new(_flaw == Flaw.RewardsInfinity && _steps == 7 ? float.PositiveInfinity : 1, Terminated: false, Truncated: false);
    }

    public void WriteActionMask(Span<bool> allowed) => allowed.Fill(_steps < 3);

    public void WriteInformation(Span<float> values) => (values[0], values[1]) = (Position, _steps == 4 ? float.NaN : _steps);

    private void Observe(Span<float> observation)
    {
        if (_flaw == Flaw.HasAnEmptyShape)
        {
            return;
        }

        observation[0] = _flaw switch
        {
            Flaw.ShowsNaN when _steps == 8 => float.NaN,
            Flaw.ShowsTwoOnes => 1,
            Flaw.UsesAStaticCounter => ++s_counter,
            Flaw.ShowsPixelsBetweenTwoSteps => 0.25f,
            _ => Position,
        };
        if (_flaw != Flaw.LeavesANumber || _steps < 5)
        {
            observation[1] = _steps;
        }

        if (_flaw == Flaw.WritesTooMuch)
        {
            observation[2] = 0;
        }
    }
}

/// <summary>One that saves its state, wrongly.</summary>
internal sealed class FlawedState(Flaw flaw) : FlawedEnvironment(flaw), IStatefulEnvironment
{
    private readonly Flaw _flaw = flaw;

    public void SaveState(IBufferWriter<byte> destination) =>
        destination.Write(BitConverter.GetBytes(_flaw == Flaw.ForgetsToSaveAField ? 0f : Position));

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        if (state.Length == 4)
        {
            Position = BitConverter.ToSingle(state);
        }
        else if (_flaw != Flaw.AcceptsAnyState)
        {
            throw new InvalidDataException("A position has four bytes.");
        }
    }
}
