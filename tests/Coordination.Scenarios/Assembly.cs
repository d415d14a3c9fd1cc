// Each system moves its own clock and takes free ports as it starts, so the stories are told one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
