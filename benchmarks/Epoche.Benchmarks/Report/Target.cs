using Epoche.Benchmarks.Cases;

namespace Epoche.Benchmarks.Report;

/// <summary>What a figure is compared with.</summary>
internal enum Scale
{
    /// <summary>How many times faster than the best setting of the peer.</summary>
    TimesPeer,

    /// <summary>How many times faster than Pyro was when it was recorded.</summary>
    TimesRecorded,

    /// <summary>Share of the FMA limit measured in the same run with as many threads.</summary>
    ShareOfLimit,

    /// <summary>Environment steps, or whatever the case counts, per second.</summary>
    EventsPerSecond,

    /// <summary>Share of the time; less is better.</summary>
    ShareOfTime,
}

/// <summary>What a case must reach and what it aims at; <paramref name="Threads"/> 0 means whatever number is faster.</summary>
internal sealed record Target(string Name, int Threads, Scale Scale, double Must, double Aim)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("gemm-256", 1, Scale.ShareOfLimit, 0.85, 0.92),
        new("gemm-512", 1, Scale.ShareOfLimit, 0.85, 0.92),
        new("gemm-1024", 1, Scale.ShareOfLimit, 0.85, 0.92),
        new("gemm-256", 2, Scale.ShareOfLimit, 0.60, 0.75),
        new("gemm-512", 2, Scale.ShareOfLimit, 0.85, 0.90),
        new("gemm-1024", 2, Scale.ShareOfLimit, 0.85, 0.90),
        new("dqn-update-256", 0, Scale.TimesPeer, 3, 5),
        new("dqn-update-catch", 0, Scale.TimesPeer, 2, 4),
        new("dqn-update-48", 0, Scale.TimesPeer, 1.3, 2),
        new("dqn-update-84", 0, Scale.TimesPeer, 1.2, 2),
        new("act-256", 0, Scale.TimesPeer, 5, 8),
        new("mnist-step", 0, Scale.TimesPeer, 1, 1.3),
        new("digits-conv-step", 0, Scale.TimesPeer, 1.5, 2),
        new("lstm-step", 0, Scale.TimesPeer, 2, 4),
        new(RecurrentCases.Update, 0, Scale.TimesPeer, 2, 3),
        new("transformer-step", 0, Scale.TimesPeer, 1.5, 2.5),
        new("transformer-causal-step", 0, Scale.TimesPeer, 1.5, 2.5),
        new("bnn-step", 0, Scale.TimesRecorded, 4, 10),
        new("bnn-step-trace", 0, Scale.TimesRecorded, 4, 10),
        new("bnn-predict", 0, Scale.TimesRecorded, 2, 2.5),
        new("bnn-predict-fresh", 0, Scale.TimesRecorded, 15, 20),
        new("cartpole-env", 0, Scale.EventsPerSecond, 250e6, 350e6),
        new(PriorityCases.Draws, 0, Scale.EventsPerSecond, 10e6, 15e6),
        .. DqnVariantCases.Names(64, 64).Select(name => new Target(name, 0, Scale.TimesPeer, 6, 8)),
        .. DqnVariantCases.Names(256, 64).Select(name => new Target(name, 0, Scale.TimesPeer, 2, 3)),
        .. DqnVariantCases.Names(256, 128).Select(name => new Target(name, 0, Scale.TimesPeer, 2, 3)),
        .. ActorCriticCases.Names.Select(name => new Target(name, 0, Scale.TimesPeer, 1.8, 3)),
        new("checkpoint-cost", 0, Scale.ShareOfTime, 0.02, 0.01),
        new("cartpole-train", 0, Scale.TimesPeer, 6, 12),
        new("cartpole-ppo-train", 0, Scale.TimesPeer, 8, 12),
        new("cartpole-ppo-learn", 0, Scale.TimesPeer, 8, 12),
    ];

    public string Verdict(double value) =>
        Scale == Scale.ShareOfTime ? (value <= Aim ? "aim" : value <= Must ? "must" : "below")
        : value >= Aim ? "aim" : value >= Must ? "must" : "below";
}
