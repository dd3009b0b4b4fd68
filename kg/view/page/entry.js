import Sigma from "sigma";
import { MultiDirectedGraph } from "graphology";
import EdgeCurveProgram, { EdgeCurvedArrowProgram, indexParallelEdgesIndex } from "@sigma/edge-curve";
window.kgSigma = { Sigma, MultiDirectedGraph, EdgeCurvedArrowProgram, indexParallelEdgesIndex };
