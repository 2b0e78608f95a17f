//! How photos are prepared: each step against a naive twin of it or a known case, then the whole on anything at all.

mod anything;
mod naive;
mod samples;

mod background;
mod decode;
mod difference;
mod draw;
mod finish;
mod form;
mod golden;
mod judge;
mod limits;
mod mask;
mod morphology;
mod objects;
mod plane;
mod prepare;
mod reduce;
mod robust;
mod small_jpeg;
mod square;
mod turn;
