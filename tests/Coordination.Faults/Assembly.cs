// Every experiment wants the whole machine; two at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
