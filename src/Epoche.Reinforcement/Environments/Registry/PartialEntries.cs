namespace Epoche.Simulation;

/// <summary>Environments of classic control whose velocities are hidden.</summary>
internal static class PartialEntries
{
    public static EnvironmentEntry CartPole(float tolerance)
    {
        const string name = "CartPole-no-velocity";
        return new(
            name, "CartPole-v1 without its velocities.", () => new PartialObservation(new CartPole(), name, 0, 2),
            count => new PartialBatch(new CartPoleBatch(count), name, 0, 2))
        {
            BatchTolerance = tolerance, PictureMaker = () => Picture(new CartPole(), name, 0, 2),
        };
    }

    public static EnvironmentEntry Pendulum
    {
        get
        {
            const string name = "Pendulum-no-velocity";
            return new(
                name, "Pendulum-v1 without its velocity.", () => new PartialObservation(new Pendulum(), name, 0, 1),
                count => new PartialBatch(BatchEnvironment.Of(() => new Pendulum(), count), name, 0, 1))
            {
                PictureMaker = () => Picture(new Pendulum(), name, 0, 1),
            };
        }
    }

    public static EnvironmentEntry MountainCarContinuous(float tolerance)
    {
        const string name = "MountainCarContinuous-no-velocity";
        return new(
            name, "MountainCarContinuous-v0 without its velocity.", () => new PartialObservation(new MountainCarContinuous(), name, 0),
            count => new PartialBatch(Epoche.MountainCarContinuous.Batch(count), name, 0))
        {
            BatchTolerance = tolerance, Player = new(2, _ => new TrackingPlayer()),
            PictureMaker = () => Picture(new MountainCarContinuous(), name, 0),
        };
    }

    private static PartialPicture Picture<TEnvironment>(TEnvironment whole, string name, params int[] shown)
        where TEnvironment : IEnvironment, IDrawable => new(
            whole, PartialObservation.SpecOf(whole.Spec, name, shown), whole.Spec.Observation.ElementCount, shown);
}
