using System.Collections.Frozen;

namespace Epoche;

/// <summary>What settings are called in other libraries (Keras, PyTorch, Stable-Baselines3, CleanRL, Pyro), and here.</summary>
internal static class ForeignNames
{
    // By folded name; several keys where it depends on the recipe which of them there is, the likeliest first.
    private static readonly FrozenDictionary<string, string[]> s_keys = new (string Names, string Keys)[]
    {
        ("gamma discount_factor discount_rate", "discount"),
        ("lr rate step_size alpha", "learning_rate optimizer.learning_rate.from step_size"),
        ("net_arch arch layers hidden_layers hidden_sizes hidden_size hidden_dim units mlp", "hidden network.hidden actor.hidden"),
        ("batch minibatch mini_batch_size bs", "batch_size"),
        ("timesteps total_timesteps n_timesteps num_timesteps max_steps training_steps n_iter iterations", "steps"),
        ("max_lr max_learning_rate", "highest learning_rate"),
        ("pct_start", "rise"),
        ("div_factor", "start_divisor"),
        ("final_div_factor", "end_divisor"),
        ("t_mul t_mult", "growth"),
        ("first_decay_steps t_0 t_max decay_steps", "steps"),
        ("horizontal_flip hflip random_horizontal_flip", "flip_horizontal"),
        ("vertical_flip vflip random_vertical_flip", "flip_vertical"),
        ("random_crop", "crop"),
        ("n_epochs num_epochs nb_epoch max_epochs", "epochs"),
        ("n_episodes num_episodes max_episodes", "episodes"),
        ("env env_id env_name gym task", "environment"),
        ("n_envs num_envs envs parallel_envs num_workers", "environments"),
        ("buffer_size buffer replay_size memory_size memory", "replay.capacity"),
        ("tau polyak", "target_tau"),
        ("target_update target_update_interval target_network_frequency sync_every", "target_every_steps target_every_updates"),
        ("learning_starts warmup warmup_steps start_steps", "warm_up_steps"),
        ("train_freq train_frequency update_every", "train_every_steps"),
        ("gradient_steps n_updates", "updates_per_train"),
        ("double_dqn double_q ddqn", "double"),
        ("eps eps_greedy exploration", "epsilon"),
        ("exploration_final_eps eps_end final_epsilon epsilon_min epsilon_end", "epsilon.end"),
        ("exploration_initial_eps eps_start initial_epsilon epsilon_start", "epsilon.start"),
        ("exploration_fraction eps_decay epsilon_decay", "epsilon.steps"),
        ("n_steps num_steps rollout_length horizon", "rollout_steps replay.n_step steps"),
        ("gae_lambda lam gae", "lambda"),
        ("clip_range clip_coef clip_param clip_epsilon", "clip"),
        ("ent_coef entropy_coef entropy_coefficient beta", "entropy_weight"),
        ("vf_coef value_coef value_loss_coef", "value_weight"),
        ("max_grad_norm grad_clip clipnorm gradient_clip grad_norm", "clip_norm"),
        ("clipvalue", "clip_value"),
        ("eval_freq eval_every eval_interval", "evaluation.every_steps evaluation.every_epochs"),
        ("n_eval_episodes eval_episodes", "evaluation.episodes"),
        ("optim opt solver", "optimizer"),
        ("dataset", "data"),
        ("label label_column target_column", "target"),
        ("features feature_columns", "columns"),
        ("sample_weight sample_weights", "weights"),
        ("test_size validation_split val_split holdout", "test_share validation_examples"),
        ("ema swa averaging use_ema", "weight_averaging"),
        ("param_groups parameter_groups", "groups"),
        ("drop_rate p_dropout dropout_rate", "dropout"),
        ("l2 wd weight_decay", "weight_decay"),
        ("num_samples n_samples mc_samples", "prediction.samples samples"),
        ("num_particles", "particles"),
        ("random_state random_seed", "seed"),
        ("loss_fn criterion loss_function", "loss"),
        ("activation_fn nonlinearity", "activation"),
        ("kernel filter_size", "kernel_size"),
        ("model policy", "network"),
    }.SelectMany(entry => entry.Names.Split(' ').Select(name => (Name: NearestName.Fold(name), Keys: entry.Keys.Split(' '))))
        .ToFrozenDictionary(entry => entry.Name, entry => entry.Keys);

    /// <summary>The path of a known key that is called so elsewhere; null where there is none.</summary>
    /// <param name="name">What was written, without what is before it.</param>
    /// <param name="known">The paths of all known keys.</param>
    public static string? Find(string name, IReadOnlyCollection<string> known) =>
        s_keys.TryGetValue(NearestName.Fold(name), out string[]? keys)
        ? keys.Select(key => known.FirstOrDefault(path => IsEnd(path, key))).FirstOrDefault(path => path is not null)
        : null;

    private static bool IsEnd(string path, string key) =>
        path == key || (path.EndsWith(key, StringComparison.Ordinal) && path[path.Length - key.Length - 1] == '.');
}
