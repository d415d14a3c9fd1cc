namespace Coordination.Host.Tests.Cluster;

/// <summary>What depends on how soon processes answer one another runs beside nothing else of this project.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
