namespace Epoche;

/// <summary>
/// The names under which runs report what most runs have, so that a report or a page knows what it shows. Other names are welcome: curves
/// whose names end alike (<c>train/loss</c> and <c>validation/loss</c>) are shown together.
/// </summary>
public static class RunTags
{
    /// <summary>The loss of the last update.</summary>
    public const string TrainLoss = "train/loss";

    /// <summary>The mean return of the latest episodes of training, exploration included.</summary>
    public const string TrainReturn = "train/return";

    /// <summary>The share of correct answers on the data that is trained on, 0 to 1.</summary>
    public const string TrainAccuracy = "train/accuracy";

    /// <summary>The share of states that a learner met on which it would have done what its expert says, 0 to 1.</summary>
    public const string Agreement = "train/agreement";

    /// <summary>The mean distance of the numbers of a learner's actions from those of its expert.</summary>
    public const string Disagreement = "train/disagreement";

    /// <summary>β: the share of steps that an expert takes in the learner's place, 0 to 1.</summary>
    public const string ExpertShare = "train/expert_share";

    /// <summary>How many answers of an expert there are to learn from.</summary>
    public const string Labels = "train/labels";

    /// <summary>The share of actions taken at random, 0 to 1.</summary>
    public const string Epsilon = "train/epsilon";

    /// <summary>The temperature at which actions are drawn by their values.</summary>
    public const string Temperature = "train/temperature";

    /// <summary>β: to which power weights make up for how often a transition is drawn, 0 to 1.</summary>
    public const string Importance = "train/importance";

    /// <summary>The learning rate.</summary>
    public const string LearningRate = "train/learning_rate";

    /// <summary>The norm of the gradient before clipping.</summary>
    public const string GradientNorm = "train/gradient_norm";

    /// <summary>The mean over a batch of the greatest action value.</summary>
    public const string MeanQ = "train/q_mean";

    /// <summary>What of the loss improves the policy.</summary>
    public const string PolicyLoss = "train/policy_loss";

    /// <summary>The mean squared error of the values of states.</summary>
    public const string ValueLoss = "train/value_loss";

    /// <summary>The mean entropy of the policy in nats.</summary>
    public const string Entropy = "train/entropy";

    /// <summary>How far the policy has moved from the one that acted, in nats: the mean of (r − 1) − ln r.</summary>
    public const string ApproximateKl = "train/approx_kl";

    /// <summary>The share of actions whose probability ratio lay outside the clip range, 0 to 1.</summary>
    public const string ClipFraction = "train/clip_fraction";

    /// <summary>How far from 1 a probability ratio counts.</summary>
    public const string ClipRange = "train/clip_range";

    /// <summary>How much of the variance of returns the values explain, at most 1.</summary>
    public const string ExplainedVariance = "train/explained_variance";

    /// <summary>The loss of the last update of a network that acts.</summary>
    public const string ActorLoss = "train/actor_loss";

    /// <summary>The loss of the last update of the networks that value actions.</summary>
    public const string CriticLoss = "train/critic_loss";

    /// <summary>The norm of the gradient of a network that acts, before clipping.</summary>
    public const string ActorGradientNorm = "train/actor_gradient_norm";

    /// <summary>The norm of the gradient of the networks that value actions, before clipping.</summary>
    public const string CriticGradientNorm = "train/critic_gradient_norm";

    /// <summary>The learning rate of a network that acts, where it differs from that of those that value.</summary>
    public const string ActorLearningRate = "train/actor_learning_rate";

    /// <summary>α: what the entropy of a policy counts beside rewards.</summary>
    public const string EntropyCoefficient = "train/ent_coef";

    /// <summary>The loss by which α is learned.</summary>
    public const string EntropyCoefficientLoss = "train/ent_coef_loss";

    /// <summary>The entropy that α steers to.</summary>
    public const string TargetEntropy = "train/target_entropy";

    /// <summary>The mean size of the errors that a table learns from, recent ones weighing more.</summary>
    public const string TdError = "train/td_error";

    /// <summary>The share of a table's entries that were ever updated, 0 to 1.</summary>
    public const string Visited = "train/visited";

    /// <summary>The mean return of an evaluation's episodes.</summary>
    public const string EvaluationReturn = "evaluation/return";

    /// <summary>The smallest return of an evaluation's episodes.</summary>
    public const string EvaluationReturnMin = "evaluation/return_min";

    /// <summary>The greatest return of an evaluation's episodes.</summary>
    public const string EvaluationReturnMax = "evaluation/return_max";

    /// <summary>The returns of an evaluation's episodes, a histogram.</summary>
    public const string EvaluationReturns = "evaluation/returns";

    /// <summary>The returns of the episodes of a run's final evaluation, a histogram.</summary>
    public const string FinalReturns = "evaluation/final_returns";

    /// <summary>The same histogram as a picture, for viewers of pictures.</summary>
    public const string EvaluationPicture = "evaluation/histogram";

    /// <summary>The values of all actions over a batch, a histogram.</summary>
    public const string ActionValues = "q_values";

    /// <summary>What classes a classifier took for what, a picture.</summary>
    public const string Confusion = "evaluation/confusion";

    /// <summary>Predicted numbers over the true ones, a picture.</summary>
    public const string Predictions = "evaluation/predictions";

    /// <summary>An episode of the greedy policy, a moving picture.</summary>
    public const string EvaluationEpisode = "evaluation/episode";

    /// <summary>The loss on data that is not trained on.</summary>
    public const string ValidationLoss = "validation/loss";

    /// <summary>The share of correct answers on data that is not trained on, 0 to 1.</summary>
    public const string ValidationAccuracy = "validation/accuracy";

    /// <summary>The mean distance of predicted numbers from held-out ones, in the units of the data.</summary>
    public const string ValidationMeanError = "validation/mae";

    /// <summary>R² on held-out examples: 1 is perfect, 0 no better than the mean.</summary>
    public const string ValidationRSquared = "validation/r2";

    /// <summary>Steps per second.</summary>
    public const string StepsPerSecond = "speed/steps_per_second";

    /// <summary>Updates per second.</summary>
    public const string UpdatesPerSecond = "speed/updates_per_second";

    /// <summary>The resolved recipe, a text.</summary>
    public const string Recipe = "run/recipe";

    /// <summary>The machine and the versions of what ran on it, a text: a table in Markdown with two columns.</summary>
    public const string Machine = "run/machine";
}
