namespace Epoche.Experiments;

/// <summary>An episode that the doctor has played.</summary>
/// <param name="Lane">In which of the environments.</param>
/// <param name="Length">Its steps.</param>
/// <param name="Return">Its rewards, summed up.</param>
/// <param name="Terminated">Whether its task was over; otherwise it was cut off.</param>
/// <param name="Last">Its last observation; empty where there was no room for it.</param>
/// <param name="LastActed">A fingerprint of the observation that its last action was chosen on.</param>
internal sealed record PlayedEpisode(int Lane, int Length, double Return, bool Terminated, float[] Last, ulong LastActed);
