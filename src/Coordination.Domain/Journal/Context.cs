namespace Coordination.Domain.Journal;

/// <summary>What a decision may know besides the command and the state. It has no clock and cannot wait.</summary>
/// <param name="Now">The moment of the decision, to the microsecond.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Lookups">What the shell found for <see cref="Kind{TState,TCommand,TEvent}.Needs"/>.</param>
/// <param name="IfVersion">The version that the caller saw, where the caller said so.</param>
public sealed record Context(DateTimeOffset Now, Actor Actor, Lookups Lookups, long? IfVersion = null)
{
    public static Context At(DateTimeOffset now, Actor? actor = null, Lookups? lookups = null, long? ifVersion = null)
        => new(now, actor ?? Actor.System, lookups ?? Lookups.None, ifVersion);
}

/// <summary>A question about other things that a decision needs answered beforehand. Each question is a record of its own; equal questions have one answer.</summary>
public abstract record Lookup;

/// <summary>A question whose answer is a <typeparamref name="TAnswer"/>, or null when there is none.</summary>
public abstract record Lookup<TAnswer> : Lookup where TAnswer : class;

/// <summary>The answers.</summary>
public sealed class Lookups(IReadOnlyDictionary<Lookup, object?> answers)
{
    public static readonly Lookups None = new(new Dictionary<Lookup, object?>());

    /// <summary>The answer to a question that was declared in <c>Needs</c>.</summary>
    public TAnswer? Find<TAnswer>(Lookup<TAnswer> question) where TAnswer : class
        => answers.TryGetValue(question, out var answer)
            ? (TAnswer?)answer
            : throw new InvalidOperationException($"{question} was not declared in Needs, so nobody looked it up.");

    public static Lookups Of(params (Lookup Question, object? Answer)[] answers)
        => new(answers.ToDictionary(pair => pair.Question, pair => pair.Answer));
}

/// <summary>Answers questions, from rows and in-memory indexes.</summary>
public interface ILookupSource
{
    /// <summary>Answers all questions of the commands that are decided together. What can be asked at once is.</summary>
    Task<IReadOnlyDictionary<Lookup, object?>> FindAllAsync(IReadOnlyCollection<Lookup> questions, DateTimeOffset now, CancellationToken cancellationToken);
}
