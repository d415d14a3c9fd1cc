// Servers print their link to the one console of the process, so they start one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
