//! A training step on its way through the plan: batch, shards, micro-batches.
//!
//! A batch is cut in shards, fixed slices that threads take in turn; a shard goes through a segment in micro-batches, a few
//! images at a time; a micro-batch through the segment's nodes, forward and backward. Between segments all shards are
//! joined, and what they know of a batch normalization becomes what is known of the batch.

pub(crate) mod batch;
pub(crate) mod batch_statistics;
pub(crate) mod context;
mod micro_batch;
pub(crate) mod shard;
pub(crate) mod workspace;
