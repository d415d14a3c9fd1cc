// The executions of one test take all processors; a second test beside it would only take time from the first.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
